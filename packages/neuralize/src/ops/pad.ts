import { shapeMismatch } from "../errors/messages.ts";
import { stringOf } from "../graph/attributes.ts";
import { apply, integers, nameOf, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { placesUpTo } from "../graph/places.ts";
import { operandType, shapeOf, sumOf } from "../graph/shapes.ts";
import { signOf, signOfAny } from "../graph/signs.ts";
import type { Node, Value } from "../graph/value.ts";
import { alongAxis } from "./along-axis.ts";
import { selection } from "./gather.ts";
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

/** For every place of a padded axis, the place it shows: what is cut off first is never shown. */
function shown(mode: string, size: number, before: number, after: number): readonly number[] {
  const start = Math.max(0, -before);
  const length = size - start - Math.max(0, -after);
  const period = mode === "reflect" ? Math.max(1, 2 * (length - 1)) : length;
  return placesUpTo(size + before + after, "The way back of a Pad").map((i) => {
    const place = i - Math.max(0, before);
    if (mode === "edge") return start + Math.min(Math.max(place, 0), length - 1);
    const wrapped = ((place % period) + period) % period;
    return start + (wrapped < length ? wrapped : period - wrapped);
  });
}

/** Every place of the border goes back to the one it shows. */
function folded(node: Node, mode: string, gradient: Value, each: readonly (readonly [number, number])[]): Value {
  const shape = node.inputs[0] && shapeOf(node.inputs[0]);
  return each.reduce((result, [before, after], axis) => {
    const size = shape?.[axis];
    if (before === 0 && after === 0) return result;
    if (typeof size !== "number")
      throw shapeMismatch(nameOf(node), `the size of axis ${axis} must be known for the way back`);
    return alongAxis(result, selection(shown(mode, size, before, after), size, typeOf(gradient).type), axis);
  }, gradient);
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

/** A border of a constant, or of what is inside: mirrored (reflect), its edge repeated, or its other side (wrap). */
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
    if (each === undefined) throw shapeMismatch(nameOf(node), "its amounts must be known for the way back");
    return mode === "constant" ? restored(gradient, each) : folded(node, mode, gradient, each);
  },
  sign: (node, [x = "unknown", , fill = "unknown"]) => {
    if (stringOf(node, "mode", "constant") !== "constant") return x;
    return signOfAny([x, node.inputs[2] === undefined ? "zero" : fill]);
  },
  // Opset 19 brought the mode "wrap".
  since: (node) => (stringOf(node, "mode", "constant") === "wrap" ? 19 : 0),
  moves: (node) =>
    stringOf(node, "mode", "constant") !== "constant" ||
    node.inputs[2] === undefined ||
    signOf(node.inputs[2]) === "zero",
});

/** x with zeros, or a constant, around it: amounts before every axis, then after every axis. */
export const pad = (x: Value, pads: readonly number[], fill?: Value): Value =>
  apply(Pad, fill === undefined ? [x, integers(pads)] : [x, integers(pads), fill]);
