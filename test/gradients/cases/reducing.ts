import { int } from "../../../packages/neuralize/src/graph/attributes.ts";
import {
  ReduceL1,
  ReduceL2,
  ReduceLogSum,
  ReduceLogSumExp,
  ReduceMax,
  ReduceMean,
  ReduceMin,
  ReduceProd,
  ReduceSum,
  ReduceSumSquare,
} from "../../../packages/neuralize/src/ops/reduce.ts";
import { LogSoftmax, Softmax } from "../../../packages/neuralize/src/ops/softmax.ts";
import type { Draw } from "../draw.ts";
import { fixedIntegers, type OperatorCase } from "../operator-case.ts";

export function reducing(draw: Draw): readonly OperatorCase[] {
  const reductions = [
    ReduceL1,
    ReduceL2,
    ReduceLogSum,
    ReduceLogSumExp,
    ReduceMax,
    ReduceMean,
    ReduceMin,
    ReduceProd,
    ReduceSum,
    ReduceSumSquare,
  ];
  return [
    ...reductions.flatMap((operator): readonly OperatorCase[] => {
      const shape = draw.shape(1, 3);
      const axes = draw
        .permutation(shape.length)
        .slice(0, draw.integer(1, shape.length))
        .map((axis) => (draw.chance() ? axis : axis - shape.length));
      const some = fixedIntegers(axes);
      const x = () => (operator === ReduceLogSum ? draw.positive(shape) : draw.data(shape));
      return [
        { operator, operands: [x(), some] },
        { operator, operands: [x(), some], attributes: { keepdims: int(0) } },
        { operator, operands: [x()] },
        { operator, operands: [x()], attributes: { keepdims: int(0) } },
        // An empty list of axes is the same as none.
        { operator, operands: [x(), fixedIntegers([])], attributes: { keepdims: int(0) } },
        { operator, operands: [x(), fixedIntegers([])], attributes: { noop_with_empty_axes: int(1) } },
        { operator, operands: [x()], attributes: { noop_with_empty_axes: int(1), keepdims: int(0) } },
        { operator, operands: [x(), some], attributes: { noop_with_empty_axes: int(1) } },
      ];
    }),
    // No zero, one, and two of them in a product.
    {
      operator: ReduceProd,
      operands: [{ kind: "data", shape: [3, 3], values: [2, -1, 3, 0, 2, 3, 0, 0, 3] }, fixedIntegers([1])],
    },
    ...[Softmax, LogSoftmax].flatMap((operator): readonly OperatorCase[] => {
      const shape = draw.shape(1, 3);
      const axis = draw.integer(-shape.length, shape.length - 1);
      return [
        { operator, operands: [draw.data(shape)], attributes: { axis: int(axis) } },
        { operator, operands: [draw.data(shape)] },
      ];
    }),
  ];
}
