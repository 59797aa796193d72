import { shapeMismatch } from "../errors/messages.ts";
import { int, intOf, stringOf } from "../graph/attributes.ts";
import { apply, integers, nameOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType, productOf, quotientOf, shapeOf } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import type { Node, Value } from "../graph/value.ts";
import { reshape, reshapeLike } from "./reshape.ts";
import { transpose } from "./transpose.ts";

const blockOf = (node: Pick<Node, "attributes">): number => intOf(node, "blocksize", 1);

/** Blocks of an image become channels again: taken apart, [N, C, H, b, W, b], and put in the order of the mode. */
function back(node: Node, [gradient]: readonly (Value | undefined)[]): Value | undefined {
  const x = node.inputs[0];
  const shape = x && shapeOf(x);
  if (gradient === undefined || x === undefined || shape === undefined) return undefined;
  const block = blockOf(node);
  if (shape.slice(2).every((size) => typeof size === "string"))
    throw shapeMismatch(nameOf(node), "the sizes of its axes must be known for the way back");
  const sizes = [0, 0, ...shape.slice(2).flatMap((size) => [typeof size === "number" ? size : -1, block])];
  const apart = reshape(gradient, integers(sizes));
  const order = stringOf(node, "mode", "DCR") === "DCR" ? [0, 3, 5, 1, 2, 4] : [0, 1, 3, 5, 2, 4];
  return reshapeLike(transpose(apart, order), x);
}

/** Channels become blocks of an image, [N, C·b², H, W] to [N, C, H·b, W·b]. */
export const DepthToSpace = operator({
  type: "DepthToSpace",
  infer: (draft) => {
    const { type, shape } = operandType(draft, 0);
    const block = blockOf(draft);
    return [
      {
        type,
        shape: shape?.map((size, axis) =>
          axis === 0 ? size : axis === 1 ? quotientOf([size], [block * block]) : productOf([size, block]),
        ),
      },
    ];
  },
  vjp: back,
  sign: signOfFirst,
  moves: () => true,
});

/** Blocks of an image become channels, [N, C, H·b, W·b] to [N, b²·C, H, W]. */
export const SpaceToDepth = operator({
  type: "SpaceToDepth",
  infer: (draft) => {
    const { type, shape } = operandType(draft, 0);
    const block = blockOf(draft);
    return [
      {
        type,
        shape: shape?.map((size, axis) =>
          axis === 0 ? size : axis === 1 ? productOf([size, block * block]) : quotientOf([size], [block]),
        ),
      },
    ];
  },
  vjp: (node, [gradient]) => gradient && apply(DepthToSpace, [gradient], { blocksize: int(blockOf(node)) }),
  sign: signOfFirst,
  moves: () => true,
});
