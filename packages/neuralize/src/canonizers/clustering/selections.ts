import { intOf } from "../../graph/attributes.ts";
import { dependsOnInput } from "../../graph/constancy.ts";
import { positiveAxis } from "../../graph/shapes.ts";
import type { Node } from "../../graph/value.ts";
import { knownIntegers } from "../../ops/known-integers.ts";
import type { Axes, Axis } from "./axes.ts";
import { type Form, grows, ordering } from "./form.ts";
import { layouts } from "./layout.ts";
import { type Rule, unary } from "./rule.ts";

const alongClusters = (node: Node, axes: Axes, otherwise: number): boolean =>
  axes[positiveAxis(intOf(node, "axis", otherwise), axes.length)] === "clusters";

const withoutClusters = (axes: Axes, kept: boolean): Axes =>
  axes.flatMap((axis): Axis[] => (axis !== "clusters" ? [axis] : kept ? ["one"] : []));

/** The index of the smallest or largest of what is known to order the centroids. */
function index(form: Form, axes: Axes, smallest: boolean, single: boolean): Form | undefined {
  const { points } = form;
  if (form.kind === "unsupported") return { ...form, axes };
  if (form.kind === "distances" && form.cross)
    return { kind: "assignment", points, axes, of: form, nearest: grows(form) === smallest, single };
  return form.kind === "ordering"
    ? { kind: "assignment", points, axes, of: form.of, nearest: form.grows === smallest, single }
    : undefined;
}

const extremum = (smallest: boolean): Rule =>
  unary((form, node) =>
    alongClusters(node, form.axes, 0)
      ? index(form, withoutClusters(form.axes, intOf(node, "keepdims", 1) === 1), smallest, true)
      : undefined,
  );

const topK: Rule = (node, read) => {
  const smallest = intOf(node, "largest", 1) === 0;
  const single = knownIntegers(node.inputs[1])?.[0] === 1;
  const forms = read(node.inputs[0]).filter(({ axes }) => alongClusters(node, axes, -1));
  const indices = forms.flatMap((form) => index(form, withoutClusters(form.axes, true), smallest, single) ?? []);
  const values = indices.flatMap((form): Form[] =>
    form.kind === "assignment"
      ? [{ kind: "summary", points: form.points, axes: form.axes, of: form.of, nearest: form.nearest }]
      : [form],
  );
  return [values, indices];
};

const normalised = unary((form, node) => {
  if (!alongClusters(node, form.axes, -1)) return undefined;
  if (form.kind === "distances") return form.cross && ordering(form, form.axes, grows(form));
  return form.kind === "ordering" || form.kind === "unsupported" ? form : undefined;
});

/** A table read at the index of the nearest centroid: the names of the clusters, or the centroids themselves. */
const lookUp: Rule = (node, read) => {
  const [table, indices] = node.inputs;
  if (dependsOnInput(table)) return layouts.Gather?.(node, read) ?? [];
  return [read(indices).filter((form) => form.kind === "assignment" && form.single)];
};

export const selections: Readonly<Record<string, Rule>> = {
  ArgMax: extremum(false),
  ArgMin: extremum(true),
  Gather: lookUp,
  LabelEncoding: unary((form) => (form.kind === "assignment" && form.single ? form : undefined)),
  LogSoftmax: normalised,
  Softmax: normalised,
  TopK: topK,
};
