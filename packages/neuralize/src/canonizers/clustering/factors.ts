import { shapeOf } from "../../graph/shapes.ts";
import type { Node, Value } from "../../graph/value.ts";
import { broadcastConstant } from "./axes.ts";
import { type Coordinates, type Form, grows, isNorm, ordering } from "./form.ts";
import { knownNumber } from "./known-number.ts";
import { parameterOf, rowsOf } from "./rows.ts";
import type { Read, Rule } from "./rule.ts";
import { scaled } from "./scaling.ts";
import { sameDistances } from "./sums.ts";

/** x ∘ constant per feature; differences that are weighted are no distances of x. */
function timesConstant(form: Form, constant: Value): Form | undefined {
  const axes = broadcastConstant(form.axes, shapeOf(constant) ?? []);
  if (axes?.includes("clusters") && (form.kind === "squares" || (form.kind === "coordinates" && form.shift)))
    return { kind: "unsupported", points: form.points, axes, measure: "weighted" };
  if (axes && (form.kind === "direction" || (isNorm(form) && axes.includes("clusters"))))
    return { kind: "unsupported", points: form.points, axes, measure: "cosine" };
  if (form.kind !== "coordinates" || form.shift !== undefined || form.absolute) return undefined;
  const rows = axes && rowsOf(constant, axes);
  return axes && rows && { kind: "products", points: form.points, axes, cross: { factor: form.scale, rows } };
}

const sameCoordinates = (a: Coordinates, b: Coordinates): boolean =>
  a.axes.join() === b.axes.join() &&
  a.scale === b.scale &&
  a.shift?.rows === b.shift?.rows &&
  a.shift?.factor === b.shift?.factor;

/** The product of two functions of the same points: a square, or a division by a norm. */
function timesForm(a: Form, b: Form): Form | undefined {
  if (a.points !== b.points) return undefined;
  if (a.kind === "unsupported") return a;
  if (a.kind === "coordinates" && b.kind === "coordinates") {
    const { points, axes } = a;
    if (sameCoordinates(a, b)) return { kind: "squares", points, axes, factor: 1, of: a };
    if (a.shift !== undefined || b.shift !== undefined || a.axes.join() !== b.axes.join()) return undefined;
    return a.absolute === b.absolute
      ? { kind: "squares", points, axes, factor: a.scale * b.scale, of: { ...a, scale: 1 } }
      : undefined;
  }
  return isNorm(b) && b.exponent === -0.5 ? overNorm(a) : undefined;
}

/** What becomes of a form that is divided by ‖x‖. */
function overNorm(form: Form): Form | undefined {
  const { points, axes } = form;
  if (form.kind === "coordinates" && form.shift === undefined) return { kind: "direction", points, axes };
  return form.kind === "distances" && form.squares === 0 && form.cross
    ? { kind: "unsupported", points, axes, measure: "cosine" }
    : undefined;
}

/** A quotient of two functions of the same points: a direction, or an order that a normaliser leaves. */
function overForm(a: Form, b: Form): Form | undefined {
  if (a.points !== b.points) return undefined;
  if (isNorm(b) && b.exponent === 0.5) return overNorm(a);
  if (b.kind === "unsupported") return a.kind === "distances" ? b : undefined;
  if (b.kind !== "summary") return undefined;
  if (a.kind === "ordering" && sameDistances(a.of, b.of)) return a;
  return a.kind === "distances" && sameDistances(a, b.of) ? ordering(a, a.axes, grows(a)) : undefined;
}

/** 1 / form, where the sign of the form is known. */
export function reciprocal(form: Form): Form | undefined {
  if (isNorm(form)) return { ...form, exponent: -form.exponent };
  if (form.kind === "distances") return form.squares > 0 ? ordering(form, form.axes, false) : undefined;
  if (form.kind === "ordering") return { ...form, grows: !form.grows };
  return form.kind === "unsupported" ? form : undefined;
}

function product(a: Value | undefined, b: Value | undefined, out: Value, read: Read): readonly Form[] | undefined {
  const number = knownNumber(b);
  if (number !== undefined) return read(a).flatMap((form) => scaled(form, number, out) ?? []);
  const constant = parameterOf(b);
  return constant && read(a).flatMap((form) => timesConstant(form, constant) ?? []);
}

const multiply: Rule = ({ inputs: [a, b], values }: Node, read) => {
  const out = values[0] as Value;
  return [
    product(a, b, out, read) ??
      product(b, a, out, read) ??
      read(a).flatMap((one) => read(b).flatMap((other) => timesForm(one, other) ?? timesForm(other, one) ?? [])),
  ];
};

const divide: Rule = ({ inputs: [a, b], values }: Node, read) => {
  const constant = parameterOf(b);
  const number = knownNumber(b);
  if (number !== undefined && number !== 0)
    return [read(a).flatMap((form) => scaled(form, 1 / number, values[0] as Value) ?? [])];
  const above = knownNumber(a);
  if (above !== undefined) {
    return [
      read(b).flatMap((form) => {
        const turned = reciprocal(form);
        return (turned && scaled(turned, above, values[0] as Value)) ?? [];
      }),
    ];
  }
  if (constant !== undefined)
    return [
      read(a)
        .flatMap((form) => timesConstant(form, constant) ?? [])
        .filter(({ kind }) => kind === "unsupported"),
    ];
  return [read(a).flatMap((one) => read(b).flatMap((other) => overForm(one, other) ?? []))];
};

export const factors: Readonly<Record<string, Rule>> = { Mul: multiply, Div: divide };
