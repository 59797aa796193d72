import { shapeMismatch } from "../errors/messages.ts";
import { printable } from "../errors/printable.ts";
import { typeOf } from "./node.ts";
import type { DataType } from "./tensor.ts";
import type { Dimension, NodeDraft, TensorType, Value } from "./value.ts";

export type Shape = readonly Dimension[];

/** Type of a required operand of a node under construction. */
export function operandType(draft: NodeDraft, index: number): TensorType {
  const value = draft.inputs[index];
  if (value === undefined) throw shapeMismatch(draft.operator.type, `input ${index} is missing`);
  return typeOf(value);
}

/** Shape of a value, or undefined when even its rank is unknown. */
export const shapeOf = (value: Value): Shape | undefined => typeOf(value).shape;

/** The rank, which the backward pass of shape-changing operators needs. */
export function rankOf(value: Value): number {
  const shape = shapeOf(value);
  if (shape === undefined) throw shapeMismatch("value", "its rank is unknown");
  return shape.length;
}

/**
 * An axis counted from the end becomes one counted from the start.
 * @param end how many there are; also the rank itself where an operator counts the places between axes.
 * @throws NeuralizeError SHAPE_MISMATCH for one that does not exist.
 */
export function positiveAxis(axis: number, rank: number, end = rank): number {
  const positive = axis < 0 ? axis + rank : axis;
  if (!(positive >= 0 && positive < end)) throw shapeMismatch(`axis ${axis}`, `there are ${rank} axes`);
  return positive;
}

/** One dimension of a broadcast: sizes must agree or be 1. */
export function broadcastDimension(a: Dimension, b: Dimension, operator: string): Dimension {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  // Of two names, either may stand for 1.
  if (typeof a === "string" && typeof b === "string") return `max(${[a, b].sort()})`;
  // A name against a number: the name can only be that number (or 1, which broadcasts to it).
  if (typeof a === "string") return b;
  if (typeof b === "string") return a;
  throw shapeMismatch(operator, `sizes ${a} and ${b} do not broadcast`);
}

/** The shape of a broadcast (NumPy's rules), or undefined when a rank is unknown. */
export function broadcastShapes(shapes: readonly (Shape | undefined)[], operator: string): Shape | undefined {
  if (shapes.some((shape) => shape === undefined)) return undefined;
  const known = shapes as readonly Shape[];
  const rank = Math.max(...known.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, i) =>
    known.reduce<Dimension>((size, shape) => {
      const own = shape[i - rank + shape.length];
      return own === undefined ? size : broadcastDimension(size, own, operator);
    }, 1),
  );
}

/** Inference of an elementwise operator on one or more broadcast operands; `type` overrides the element type. */
export const elementwise =
  (type?: DataType) =>
  (draft: NodeDraft): readonly [TensorType] => {
    const operands = draft.inputs.map((_, i) => operandType(draft, i));
    const shape = broadcastShapes(
      operands.map((operand) => operand.shape),
      draft.operator.type,
    );
    return [{ type: type ?? operandType(draft, 0).type, shape }];
  };

/** The factors of a name that is a plain product: "2*N" is 2 and N. */
const factorsOf = (size: Dimension): Shape =>
  typeof size === "string" && /^[^()+/,]*$/.test(size)
    ? size.split("*").map((factor) => (/^\d+$/.test(factor) ? Number(factor) : factor))
    : [size];

/** A sum stands in parentheses inside a product: equal names are equal sizes. */
const asFactor = (name: string): string => (name.includes("+") ? `(${name})` : name);

/** Product of dimensions: a number where all are known, else a name made from the factors. */
export function productOf(dimensions: Shape): Dimension {
  const factors = dimensions.flatMap(factorsOf);
  const number = factors.reduce<number>((product, size) => (typeof size === "number" ? product * size : product), 1);
  const names = factors.filter((size): size is string => typeof size === "string").sort();
  if (names.length === 0 || number === 0) return number;
  const [only] = names;
  if (names.length === 1 && number === 1 && only !== undefined) return only;
  return [...(number === 1 ? [] : [String(number)]), ...names.map(asFactor)].join("*");
}

/** Quotient of products, cancelling equal names: what Reshape's −1 stands for. */
export function quotientOf(whole: Shape, part: Shape): Dimension {
  const rest = whole.flatMap(factorsOf);
  let divisor = 1;
  const left: string[] = [];
  for (const size of part.flatMap(factorsOf)) {
    const at = typeof size === "string" ? rest.indexOf(size) : -1;
    if (at >= 0) rest.splice(at, 1);
    else if (typeof size === "number") divisor *= size;
    else left.push(size);
  }
  const number = rest.reduce<number>((product, size) => (typeof size === "number" ? product * size : product), 1);
  const names = rest.filter((size): size is string => typeof size === "string");
  if (left.length === 0 && number % divisor === 0) return productOf([number / divisor, ...names]);
  return `(${productOf(rest)})/(${productOf([divisor, ...left])})`;
}

/** Sum of dimensions along a concatenation. */
export function sumOf(dimensions: Shape): Dimension {
  const number = dimensions.reduce<number>((sum, size) => (typeof size === "number" ? sum + size : sum), 0);
  const names = dimensions.filter((size): size is string => typeof size === "string");
  if (names.length === 0) return number;
  return [...(number === 0 ? [] : [String(number)]), ...names].join("+");
}

/** Whether two shapes are known to be equal. */
export const sameShape = (a: Shape | undefined, b: Shape | undefined): boolean =>
  a !== undefined && b !== undefined && a.length === b.length && a.every((size, i) => size === b[i]);

/** Whether two shapes can be those of one value: sizes that are only names can be any number. */
export const compatibleShapes = (a: Shape | undefined, b: Shape | undefined): boolean =>
  a === undefined ||
  b === undefined ||
  (a.length === b.length &&
    a.every((size, axis) => size === b[axis] || typeof size === "string" || typeof b[axis] === "string"));

/** The shape as integers, or undefined while any size is only a name. */
export const staticShape = (shape: Shape | undefined): readonly number[] | undefined =>
  shape?.every((size): size is number => typeof size === "number") ? (shape as readonly number[]) : undefined;

/** How messages write a shape. */
export const showShape = (shape: Shape | undefined): string =>
  shape === undefined ? "[?]" : `[${shape.map(String).map(printable).join(", ")}]`;
