import { stringOf } from "../../graph/attributes.ts";
import type { Node, Value } from "../../graph/value.ts";
import { transpose } from "../../ops/transpose.ts";
import type { Axis } from "./axes.ts";
import { type Form, squaredDistances } from "./form.ts";
import { parameterOf, sizesOf } from "./rows.ts";
import type { Rule } from "./rule.ts";

/** One product "nd,kd->nk" of points and a constant matrix, whatever the letters and the order are. */
function product(form: Form, constant: Value, [own, other, result]: readonly string[], out: Value): Form | undefined {
  if (own?.length !== form.axes.length || other?.length !== 2 || sizesOf(constant)?.length !== 2) return undefined;
  const features = own[form.axes.indexOf("features")] ?? "";
  const cluster = [...other].find((letter) => letter !== features) ?? "";
  const kept = [...(result ?? "")];
  if (!other.includes(features) || kept.includes(features) || own.includes(cluster)) return undefined;
  const axes = kept.map(
    (letter): Axis => (letter === cluster ? "clusters" : (form.axes[own.indexOf(letter)] ?? "one")),
  );
  const { points } = form;
  if (form.kind === "direction") return { kind: "unsupported", points, axes, measure: "cosine" };
  if (form.kind !== "coordinates" || form.absolute || form.scale === 0) return undefined;
  const rows = other.startsWith(features) ? transpose(constant, [1, 0]) : constant;
  return squaredDistances(out, { points, axes, squares: 0, cross: { factor: form.scale, rows } });
}

const einsum: Rule = (node: Node, read) => {
  const [terms = "", result = ""] = stringOf(node, "equation", "").replaceAll(" ", "").split("->");
  const [first = "", second = ""] = terms.split(",");
  const [a, b] = node.inputs;
  const out = node.values[0] as Value;
  const [left, right] = [parameterOf(a), parameterOf(b)];
  if (right !== undefined) return [read(a).flatMap((form) => product(form, right, [first, second, result], out) ?? [])];
  if (left !== undefined) return [read(b).flatMap((form) => product(form, left, [second, first, result], out) ?? [])];
  return [];
};

export const einsums: Readonly<Record<string, Rule>> = { Einsum: einsum };
