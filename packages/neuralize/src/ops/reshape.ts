import { shapeMismatch } from "../errors/messages.ts";
import { int, intOf } from "../graph/attributes.ts";
import { apply, integers } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import {
  operandType,
  positiveAxis,
  productOf,
  quotientOf,
  type Shape,
  sameShape,
  shapeOf,
  showShape,
  staticShape,
} from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import { elementCount } from "../graph/tensor.ts";
import type { Dimension, Node, NodeDraft, TensorType, Value } from "../graph/value.ts";
import { knownDimensions } from "./known-integers.ts";
import { shape as shapeOp } from "./shape.ts";

const back = (node: Node, [gradient]: readonly (Value | undefined)[], operand: number): Value | undefined =>
  gradient && operand === 0 && node.inputs[0] ? reshapeLike(gradient, node.inputs[0]) : undefined;

function inferReshape(draft: NodeDraft): readonly [TensorType] {
  const { type, shape, integers: known } = operandType(draft, 0);
  const target = knownDimensions(draft.inputs[1]);
  if (target === undefined) return [{ type, shape: undefined }];
  const keepZero = intOf(draft, "allowzero", 0) === 1;
  const sizes = target.map((size, axis): Dimension => {
    if (size !== 0 || keepZero) return size;
    if (shape !== undefined && axis >= shape.length)
      throw shapeMismatch("Reshape", `its shape keeps axis ${axis}, but there are ${shape.length} axes`);
    return shape?.[axis] ?? `dim${axis}`;
  });
  requireSameCount(shape, sizes);
  const rest = sizes.filter((size) => size !== -1);
  const result = sizes.map((size) => (size === -1 ? (shape === undefined ? "?" : quotientOf(shape, rest)) : size));
  return [{ type, shape: result, ...(known !== undefined && { integers: known }) }];
}

/** As far as sizes are known, as many elements go in as come out. */
function requireSameCount(from: Shape | undefined, to: Shape): void {
  const rest = to.filter((size) => size !== -1);
  if (to.length - rest.length > 1) throw shapeMismatch("Reshape", "its shape leaves more than one size open");
  const [have, want] = [staticShape(from), staticShape(rest)];
  if (have === undefined || want === undefined) return;
  const [whole, part] = [elementCount(have), elementCount(want)];
  if (rest.length === to.length ? whole !== part : part !== 0 && whole % part !== 0)
    throw shapeMismatch("Reshape", `${showShape(from)} does not become ${showShape(to)}`);
}

export const Reshape = operator({
  type: "Reshape",
  infer: inferReshape,
  vjp: back,
  sign: signOfFirst,
  moves: () => true,
});

export const Flatten = operator({
  type: "Flatten",
  infer: (draft) => {
    const { type, shape } = operandType(draft, 0);
    if (shape === undefined) return [{ type, shape: undefined }];
    const axis = positiveAxis(intOf(draft, "axis", 1), shape.length, shape.length + 1);
    return [{ type, shape: [productOf(shape.slice(0, axis)), productOf(shape.slice(axis))] }];
  },
  vjp: back,
  sign: signOfFirst,
  moves: () => true,
});

/** x in the shape given as an int64 vector; 0 keeps a size, −1 takes the rest. */
export const reshape = (x: Value, shape: Value): Value => apply(Reshape, [x, shape]);

export const flatten = (x: Value, axis = 1): Value => apply(Flatten, [x], { axis: int(axis) });

// Reshape can keep a leading symbolic batch with 0 and infer one size with −1; more names than that need Shape.
function target(shape: Shape | undefined, from: Shape | undefined): readonly number[] | undefined {
  const sizes = shape?.map((size, axis) => (typeof size === "number" ? size : size === from?.[axis] ? 0 : -1));
  return sizes && sizes.filter((size) => size === -1).length <= 1 ? sizes : undefined;
}

/** x in the shape of `like`. */
export function reshapeLike(x: Value, like: Value): Value {
  if (sameShape(shapeOf(x), shapeOf(like))) return x;
  const sizes = target(shapeOf(like), shapeOf(x));
  return reshape(
    x,
    sizes === undefined || (sizes.includes(0) && (shapeOf(like) ?? []).includes(0)) ? shapeOp(like) : integers(sizes),
  );
}
