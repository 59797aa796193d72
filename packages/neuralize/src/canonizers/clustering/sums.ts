import { scalar, typeOf } from "../../graph/node.ts";
import { shapeOf } from "../../graph/shapes.ts";
import type { Node, Value } from "../../graph/value.ts";
import { broadcastAxes, broadcastConstant } from "./axes.ts";
import { type Distances, type Form, grows, ordering, squaredDistances } from "./form.ts";
import { knownNumber } from "./known-number.ts";
import { addRows, parameterOf, rowsOf } from "./rows.ts";
import type { Read, Rule } from "./rule.ts";
import { scaled } from "./scaling.ts";

/** form + sign · constant, as the value `out`. */
export function plusConstant(form: Form, constant: Value, sign: number, out: Value): Form | undefined {
  const axes = broadcastConstant(form.axes, shapeOf(constant) ?? []);
  const number = knownNumber(constant);
  if (axes === undefined) return undefined;
  switch (form.kind) {
    case "coordinates": {
      if (form.absolute) return undefined;
      if (number === 0) return { ...form, axes };
      const rows = rowsOf(constant, axes);
      const shift = rows && addRows(form.shift, { factor: sign, rows });
      return shift && { ...form, axes, shift };
    }
    case "distances":
      if (form.exponent === 1) return squaredDistances(out, { ...form, axes });
      if (number === undefined) return undefined;
      return form.cross === undefined ? form : ordering(form, axes, grows(form));
    case "ordering":
    case "summary":
    case "unsupported":
      return number === undefined ? undefined : form;
    default:
      return undefined;
  }
}

/** Where one operand is the same for every centroid, the order of the other stays. */
function plusSummary(a: Form, b: Form): Form | undefined {
  if (b.kind !== "summary") return undefined;
  if (a.kind === "ordering" && sameDistances(a.of, b.of)) return a;
  return a.kind === "distances" && sameDistances(a, b.of) ? ordering(a, a.axes, grows(a)) : undefined;
}

export const sameDistances = (a: Distances, b: Distances): boolean => a.core.value === b.core.value;

/** a + sign · b, both functions of the same points, as the value `out`. */
export function plusForm(a: Form, b: Form, sign: number, out: Value): Form | undefined {
  if (a.points !== b.points) return undefined;
  if (a.kind !== "distances" || b.kind !== "distances" || a.exponent !== 1 || b.exponent !== 1)
    return plusSummary(a, b);
  const axes = broadcastAxes(a.axes, b.axes);
  const cross = addRows(a.cross, b.cross && { factor: sign * b.cross.factor, rows: b.cross.rows });
  if (axes === undefined || (cross === undefined && (a.cross ?? b.cross) !== undefined)) return undefined;
  return squaredDistances(out, { points: a.points, axes, squares: a.squares + sign * b.squares, cross });
}

/** A constant operand: a parameter, or a number that is only repeated along the batch. */
function constantOperand(value: Value | undefined): Value | undefined {
  const parameter = parameterOf(value);
  if (parameter !== undefined || value === undefined) return parameter;
  const number = knownNumber(value);
  return number === undefined ? undefined : scalar(number, typeOf(value).type);
}

/** a + sign · b for operands of any kind. */
export function sumOf(
  a: Value | undefined,
  b: Value | undefined,
  sign: number,
  out: Value,
  read: Read,
): readonly Form[] {
  const [left, right] = [constantOperand(a), constantOperand(b)];
  if (right !== undefined) return read(a).flatMap((form) => plusConstant(form, right, sign, out) ?? []);
  if (left !== undefined) {
    return read(b).flatMap((form) => {
      const signed = sign === 1 ? form : scaled(form, sign, out);
      return (signed && plusConstant(signed, left, 1, out)) ?? [];
    });
  }
  return read(a).flatMap((one) => read(b).flatMap((other) => plusForm(one, other, sign, out) ?? []));
}

const sum =
  (sign: number): Rule =>
  (node: Node, read) => [sumOf(node.inputs[0], node.inputs[1], sign, node.values[0] as Value, read)];

/** ONNX's Sum of any number of operands, two at a time. */
const sumOfMany: Rule = (node, read) => {
  const [first, second] = node.inputs;
  return node.inputs.length === 1
    ? [read(first)]
    : node.inputs.length === 2
      ? [sumOf(first, second, 1, node.values[0] as Value, read)]
      : [];
};

export const sums: Readonly<Record<string, Rule>> = { Add: sum(1), Sub: sum(-1), Sum: sumOfMany };
