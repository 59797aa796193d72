import { shapeMismatch } from "../errors/messages.ts";
import { apply, integers, nameOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { placesUpTo } from "../graph/places.ts";
import { areAllOf, selected } from "../graph/selected.ts";
import { operandType, positiveAxis, shapeOf } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import type { Dimension, Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { ungathered } from "./gather.ts";
import { knownIntegers } from "./known-integers.ts";
import { pad } from "./pad.ts";

interface Range {
  readonly start: number;
  readonly step: number;
  readonly length: number;
}

/** The range that a slice takes of an axis of known size, by the clamping rules of the operator. */
function rangeOf(size: number, start: number, end: number, step: number): Range {
  const wrap = (index: number): number => (index < 0 ? index + size : index);
  const clamp = (index: number, low: number, high: number): number => Math.min(Math.max(index, low), high);
  const [from, to] =
    step > 0
      ? [clamp(wrap(start), 0, size), clamp(wrap(end), 0, size)]
      : [clamp(wrap(start), 0, size - 1), clamp(wrap(end), -1, size - 1)];
  return { start: from, step, length: Math.max(0, Math.ceil((to - from) / step)) };
}

/** Per axis of the operand: the range taken, "all", or undefined when it is not known at compile time. */
function rangesOf(
  draft: Pick<Node, "inputs">,
  shape: readonly Dimension[],
): readonly (Range | "all" | undefined)[] | undefined {
  const [, starts, ends, axesInput, stepsInput] = draft.inputs;
  const from = knownIntegers(starts);
  const axes = axesInput ? knownIntegers(axesInput) : from?.map((_, i) => i);
  if (axes === undefined) return undefined;
  const to = knownIntegers(ends);
  const steps = stepsInput ? knownIntegers(stepsInput) : axes.map(() => 1);
  const normalized = axes.map((axis) => positiveAxis(axis, shape.length));
  if (steps?.includes(0) === true || new Set(normalized).size < normalized.length)
    throw shapeMismatch("Slice", "its steps must not be 0, and its axes must be different");
  return shape.map((size, axis) => {
    const at = normalized.indexOf(axis);
    if (at < 0) return "all";
    const [start, end, step] = [from?.[at], to?.[at], steps?.[at]];
    if (start === undefined || end === undefined || step === undefined) return undefined;
    if (typeof size === "number") return rangeOf(size, start, end, step);
    return start === 0 && step === 1 && end >= 2 ** 31 - 1 ? "all" : undefined;
  });
}

function infer(draft: NodeDraft): readonly [TensorType] {
  const { type, shape, integers: known } = operandType(draft, 0);
  const ranges = shape && rangesOf(draft, shape);
  if (shape === undefined || ranges === undefined) return [{ type, shape: undefined }];
  const sizes = shape.map((size, axis): Dimension => {
    const range = ranges[axis];
    return range === "all" ? size : range === undefined ? `slice(${size})` : range.length;
  });
  if (!areAllOf(known, shape) || ranges.includes(undefined)) return [{ type, shape: sizes }];
  const places = ranges.map((range, axis) => {
    if (range === undefined) return [];
    const { start, step, length } = range === "all" ? { start: 0, step: 1, length: Number(shape[axis]) } : range;
    return Array.from({ length }, (_, i) => start + i * step);
  });
  const picked = selected(known, shape, places);
  return [{ type, shape: sizes, ...(picked !== undefined && { integers: picked }) }];
}

/** Zeros around what a step of 1 took; any other step is a gather of its own places. */
function back(node: Node, [gradient]: readonly (Value | undefined)[], operand: number): Value | undefined {
  const x = node.inputs[0];
  const shape = x && shapeOf(x);
  if (gradient === undefined || x === undefined || shape === undefined || operand !== 0) return undefined;
  let result = gradient;
  const before = shape.map(() => 0);
  const after = shape.map(() => 0);
  const ranges = rangesOf(node, shape);
  shape.forEach((size, axis) => {
    const range = ranges?.[axis];
    if (range === "all") return;
    if (range === undefined || typeof size !== "number") {
      throw shapeMismatch(nameOf(node), `what it takes of axis ${axis} must be known for the way back`);
    }
    const { start, step, length } = range;
    if (step === 1) {
      before[axis] = start;
      after[axis] = size - start - length;
    } else {
      const places = placesUpTo(length, `The way back of ${nameOf(node)}`).map((i) => start + i * step);
      result = ungathered(result, places, size, axis);
    }
  });
  return before.some((n) => n > 0) || after.some((n) => n > 0) ? pad(result, [...before, ...after]) : result;
}

export const Slice = operator({ type: "Slice", infer, vjp: back, sign: signOfFirst, moves: () => true });

/** x[starts:ends:steps] along `axes`. */
export const slice = (
  x: Value,
  starts: readonly number[],
  ends: readonly number[],
  axes: readonly number[],
  steps?: readonly number[],
): Value => apply(Slice, [x, integers(starts), integers(ends), integers(axes), ...(steps ? [integers(steps)] : [])]);
