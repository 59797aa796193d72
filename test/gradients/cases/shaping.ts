import { int, ints, string, tensor } from "../../../packages/neuralize/src/graph/attributes.ts";
import { float64, int64 } from "../../../packages/neuralize/src/graph/tensor.ts";
import { Concat } from "../../../packages/neuralize/src/ops/concat.ts";
import { ConstantOfShape } from "../../../packages/neuralize/src/ops/constant-of-shape.ts";
import { DepthToSpace, SpaceToDepth } from "../../../packages/neuralize/src/ops/depth-to-space.ts";
import { Dropout } from "../../../packages/neuralize/src/ops/dropout.ts";
import { Expand } from "../../../packages/neuralize/src/ops/expand.ts";
import { Pad } from "../../../packages/neuralize/src/ops/pad.ts";
import { Range } from "../../../packages/neuralize/src/ops/range.ts";
import { Flatten, Reshape } from "../../../packages/neuralize/src/ops/reshape.ts";
import { Shape } from "../../../packages/neuralize/src/ops/shape.ts";
import { Size } from "../../../packages/neuralize/src/ops/size.ts";
import { Slice } from "../../../packages/neuralize/src/ops/slice.ts";
import { Split } from "../../../packages/neuralize/src/ops/split.ts";
import { Squeeze, Unsqueeze } from "../../../packages/neuralize/src/ops/squeeze.ts";
import { Tile } from "../../../packages/neuralize/src/ops/tile.ts";
import { Transpose } from "../../../packages/neuralize/src/ops/transpose.ts";
import { Trilu } from "../../../packages/neuralize/src/ops/trilu.ts";
import type { Draw } from "../draw.ts";
import { fixed, fixedIntegers, fixedNumber, type OperatorCase } from "../operator-case.ts";

/** An axis counted from the start or from the end. */
const counted = (draw: Draw, axis: number, rank: number): number => (draw.chance() ? axis : axis - rank);

function reshapes(draw: Draw): readonly OperatorCase[] {
  const [a, b, c] = [draw.integer(1, 3), draw.integer(1, 3), draw.integer(1, 3)];
  const x = () => draw.data([a, b, c]);
  const targets = [[-1], [0, -1], [a * b, c], [0, 0, c], [0, b, -1], [c, -1, 1, b], [-1, 1, b * c], [0, c, b], []];
  const flat = draw.shape(1, 3);
  return [
    ...targets
      .filter((target) => target.length > 0 || a * b * c === 1)
      .map((target) => ({ operator: Reshape, operands: [x(), fixedIntegers(target)] })),
    { operator: Reshape, operands: [x(), fixedIntegers([c, a, b])], attributes: { allowzero: int(1) } },
    ...Array.from({ length: flat.length * 2 + 1 }, (_, i) => ({
      operator: Flatten,
      operands: [draw.data(flat)],
      attributes: { axis: int(i - flat.length) },
    })),
    { operator: Flatten, operands: [draw.data([2, 3, 2])] },
  ];
}

function ranks(draw: Draw): readonly OperatorCase[] {
  const shape = draw.shape(1, 3);
  const order = draw.permutation(shape.length);
  const at = draw.integer(0, shape.length);
  return [
    { operator: Squeeze, operands: [draw.data([1, ...shape, 1]), fixedIntegers([0, -1])] },
    { operator: Squeeze, operands: [draw.data([...shape, 1]), fixedIntegers([shape.length])] },
    { operator: Squeeze, operands: [draw.data([2, 1, 3, 1])] },
    { operator: Unsqueeze, operands: [draw.data(shape), fixedIntegers([at])] },
    { operator: Unsqueeze, operands: [draw.data(shape), fixedIntegers([0, -1])] },
    { operator: Unsqueeze, operands: [draw.data([]), fixedIntegers([0])] },
    { operator: Transpose, operands: [draw.data(shape)] },
    { operator: Transpose, operands: [draw.data(shape)], attributes: { perm: ints(order) } },
    { operator: Expand, operands: [draw.data(draw.broadcastable(shape)), fixedIntegers(shape)] },
    // A target of fewer axes.
    ...[[1], [4], [3, 1]].map((target) => ({
      operator: Expand,
      operands: [draw.data([2, 3, 4]), fixedIntegers(target)],
    })),
    { operator: Expand, operands: [draw.data([2, 1, 4]), fixedIntegers([3, 1])] },
    // A target of 1 keeps the size.
    { operator: Expand, operands: [draw.data(shape), fixedIntegers([2, ...shape.map(() => 1)])] },
  ];
}

function joins(draw: Draw): readonly OperatorCase[] {
  const shape = draw.shape(1, 3);
  const axis = draw.integer(0, shape.length - 1);
  const sized = (size: number) => shape.map((each, i) => (i === axis ? size : each));
  const sizes = Array.from({ length: draw.integer(1, 3) }, () => draw.integer(1, 3));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const attributes = { axis: int(counted(draw, axis, shape.length)) };
  return [
    { operator: Concat, operands: sizes.map((size) => draw.data(sized(size))), attributes },
    { operator: Concat, operands: [draw.fixedData(sized(2)), draw.data(sized(1))], attributes },
    { operator: Split, operands: [draw.data(sized(total)), fixedIntegers(sizes)], attributes, outputs: sizes.length },
    {
      operator: Split,
      operands: [draw.data(sized(4))],
      attributes: { ...attributes, num_outputs: int(2) },
      outputs: 2,
    },
    // The last part is smaller.
    {
      operator: Split,
      operands: [draw.data(sized(5))],
      attributes: { ...attributes, num_outputs: int(3) },
      outputs: 3,
    },
  ];
}

function cuts(draw: Draw): readonly OperatorCase[] {
  const operator = Slice;
  const x = () => draw.data([5, 3, 4]);
  const list = fixedIntegers;
  return [
    { operator, operands: [x(), list([1]), list([4])] },
    { operator, operands: [x(), list([1, 0]), list([3, 100]), list([-1, 0])] },
    { operator, operands: [x(), list([0, 1]), list([5, 4]), list([0, 2]), list([2, 1])] },
    { operator, operands: [x(), list([1]), list([5]), list([0]), list([3])] },
    { operator, operands: [x(), list([-1]), list([-100]), list([0]), list([-1])] },
    { operator, operands: [x(), list([3, -2]), list([0, -100]), list([0, -1]), list([-2, -1])] },
    { operator, operands: [x(), list([-3]), list([-1]), list([0])] },
    {
      operator,
      operands: [
        draw.data([6]),
        list([draw.integer(-7, 6)]),
        list([draw.integer(-7, 7)]),
        list([0]),
        list([draw.pick([1, 2, 3, -1, -2, -3])]),
      ],
    },
    { operator: Pad, operands: [x(), list([1, 0, 2, 0, 0, 1])] },
    { operator: Pad, operands: [x(), list([0, 0, 0, 0, 0, 0]), fixed(float64([3], []))] },
    { operator: Pad, operands: [x(), list([1, 2]), fixed(float64([3], [])), list([-2])] },
    ...["reflect", "edge", "wrap"].flatMap((mode): readonly OperatorCase[] => {
      const attributes = { mode: string(mode) };
      return [
        { operator: Pad, operands: [x(), list([1, 0, 2, 3, 0, 1])], attributes },
        { operator: Pad, operands: [x(), list([1, 2]), undefined, list([-2])], attributes },
        { operator: Pad, operands: [draw.data([4]), list([draw.integer(0, 3), draw.integer(0, 3)])], attributes },
      ];
    }),
    // Negative amounts cut.
    { operator: Pad, operands: [x(), list([-1, 0, 0, -2, 1, 0])] },
    { operator: Pad, operands: [x(), list([-1, 2, 1, -2]), undefined, list([-1, 0])] },
    ...["reflect", "edge", "wrap"].map((mode) => ({
      operator: Pad,
      operands: [x(), list([-1, 2, -2, 1]), undefined, list([0, -1])],
      attributes: { mode: string(mode) },
    })),
  ];
}

const sizes = (draw: Draw): readonly OperatorCase[] => [
  { operator: Shape, operands: [draw.data(draw.shape(0, 3))] },
  { operator: Size, operands: [draw.data(draw.shape(0, 3))] },
  { operator: Shape, operands: [draw.data([2, 3, 1])], attributes: { start: int(1) } },
  { operator: Shape, operands: [draw.data([2, 3, 1])], attributes: { start: int(-2), end: int(-1) } },
  { operator: Shape, operands: [draw.data([2, 3, 1])], attributes: { start: int(-5), end: int(9) } },
  { operator: ConstantOfShape, operands: [fixedIntegers([2, 3])] },
  { operator: ConstantOfShape, operands: [fixedIntegers([3])], attributes: { value: tensor(int64([7])) } },
  {
    operator: Range,
    operands: [[draw.integer(-3, 3)], [draw.integer(-3, 9)], [draw.pick([1, 2, 3])]].map((value) =>
      fixedIntegers(value, []),
    ),
  },
];

function repetitions(draw: Draw): readonly OperatorCase[] {
  const shape = draw.shape(1, 3);
  const repeats = shape.map(() => draw.integer(1, 3));
  const [b, channels, rows, columns] = [draw.integer(1, 2), draw.integer(1, 2), draw.integer(1, 2), 2];
  const block = draw.pick([2, 3]);
  return [
    { operator: Tile, operands: [draw.data(shape), fixedIntegers(repeats)] },
    { operator: Tile, operands: [draw.data([...shape, 1]), fixedIntegers([...shape.map(() => 1), 3])] },
    ...["DCR", "CRD", undefined].map((mode) => ({
      operator: DepthToSpace,
      operands: [draw.data([b, channels * block * block, rows, columns])],
      attributes: { blocksize: int(block), ...(mode !== undefined && { mode: string(mode) }) },
    })),
    {
      operator: SpaceToDepth,
      operands: [draw.data([b, channels, rows * block, columns * block])],
      attributes: { blocksize: int(block) },
    },
    ...[undefined, -1, 0, 1].flatMap((k) =>
      [undefined, 0, 1].map((upper) => ({
        operator: Trilu,
        operands: [draw.data([...shape, 3]), ...(k === undefined ? [] : [fixedIntegers([k], [])])],
        attributes: upper === undefined ? {} : { upper: int(upper) },
      })),
    ),
    { operator: Dropout, operands: [draw.data(shape)] },
    { operator: Dropout, operands: [draw.data(shape), fixedNumber(0.25), fixed(truth(false))], outputs: 2 },
  ];
}

const truth = (value: boolean) => ({ type: "bool" as const, shape: [], bytes: Uint8Array.of(value ? 1 : 0) });

export const shaping = (draw: Draw): readonly OperatorCase[] => [
  ...reshapes(draw),
  ...ranks(draw),
  ...joins(draw),
  ...cuts(draw),
  ...repetitions(draw),
  ...sizes(draw),
];
