import { shapeMismatch } from "../errors/messages.ts";
import { stringOf } from "../graph/attributes.ts";
import { apply, integers, nameOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, shapeOf, sumOf } from "../graph/shapes.ts";
import { signOf, signOfAny } from "../graph/signs.ts";
import type { Node, Value } from "../graph/value.ts";
import { knownIntegers } from "./known-integers.ts";
import { slice } from "./slice.ts";

/** Amounts before and after, per axis of the operand; undefined when not known. */
function amounts(node: Pick<Node, "inputs">, rank: number): readonly (readonly [number, number])[] | undefined {
  const pads = knownIntegers(node.inputs[1]);
  const axes = node.inputs[3] ? knownIntegers(node.inputs[3]) : Array.from({ length: rank }, (_, i) => i);
  if (pads === undefined || axes === undefined) return undefined;
  return Array.from({ length: rank }, (_, axis) => {
    const at = axes.findIndex((each) => each === axis || each + rank === axis);
    return at < 0 ? [0, 0] : [pads[at] ?? 0, pads[at + axes.length] ?? 0];
  });
}

/** What was added is cut off; where amounts are negative, zeros stand for what was cut. */
function restored(gradient: Value, each: readonly (readonly [number, number])[]): Value {
  const axes = each.flatMap(([before, after], axis) => (before > 0 || after > 0 ? [axis] : []));
  const starts = axes.map((axis) => Math.max(0, each[axis]?.[0] ?? 0));
  const ends = axes.map((axis) => -Math.max(0, each[axis]?.[1] ?? 0) || 2 ** 31 - 1);
  const inner = axes.length === 0 ? gradient : slice(gradient, starts, ends, axes);
  const cut = [0, 1].flatMap((side) => each.map((amounts) => Math.max(0, -(amounts[side] ?? 0))));
  return cut.some((amount) => amount > 0) ? pad(inner, cut) : inner;
}

/** Padding; the gradient is implemented for mode "constant". */
export const Pad = operator({
  type: "Pad",
  infer: (draft) => {
    const { type, shape } = operandType(draft, 0);
    const each = shape && amounts(draft, shape.length);
    return [{ type, shape: each && shape?.map((size, axis) => sumOf([size, ...(each[axis] ?? [])])) }];
  },
  vjp: (node, [gradient], operand) => {
    const x = node.inputs[0];
    const shape = x && shapeOf(x);
    const each = shape && amounts(node, shape.length);
    if (gradient === undefined || operand !== 0) return undefined;
    const mode = stringOf(node, "mode", "constant");
    if (mode !== "constant")
      throw shapeMismatch(nameOf(node), `the way back of padding mode "${mode}" is not supported yet`);
    if (each === undefined) throw shapeMismatch(nameOf(node), "its amounts must be known for the way back");
    return restored(gradient, each);
  },
  sign: (node, [x = "unknown", , fill = "unknown"]) => {
    if (stringOf(node, "mode", "constant") !== "constant") return x;
    return signOfAny([x, node.inputs[2] === undefined ? "zero" : fill]);
  },
  moves: (node) =>
    stringOf(node, "mode", "constant") !== "constant" ||
    node.inputs[2] === undefined ||
    signOf(node.inputs[2]) === "zero",
});

/** x with zeros, or a constant, around it: amounts before every axis, then after every axis. */
export const pad = (x: Value, pads: readonly number[], fill?: Value): Value =>
  apply(Pad, fill === undefined ? [x, integers(pads)] : [x, integers(pads), fill]);
