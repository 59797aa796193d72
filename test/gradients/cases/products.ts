import { float, int } from "../../../packages/neuralize/src/graph/attributes.ts";
import { Gemm } from "../../../packages/neuralize/src/ops/gemm.ts";
import { MatMul } from "../../../packages/neuralize/src/ops/matmul.ts";
import type { Draw } from "../draw.ts";
import type { OperatorCase } from "../operator-case.ts";

function matrixProducts(draw: Draw): readonly OperatorCase[] {
  const [rows, inner, columns] = [draw.integer(1, 3), draw.integer(1, 3), draw.integer(1, 3)];
  const batch = draw.shape(1, 2);
  const pairs = [
    [[inner], [inner]],
    [[inner], [inner, columns]],
    [[rows, inner], [inner]],
    [
      [rows, inner],
      [inner, columns],
    ],
    [[...batch, rows, inner], [inner]],
    [[inner], [...batch, inner, columns]],
    [
      [...batch, rows, inner],
      [inner, columns],
    ],
    [
      [...draw.broadcastable(batch), rows, inner],
      [...batch, inner, columns],
    ],
    [
      [...batch, rows, inner],
      [...draw.broadcastable(batch), inner, columns],
    ],
  ] as const;
  return pairs.flatMap(([a, b]) => [
    { operator: MatMul, operands: [draw.data(a), draw.data(b)] },
    { operator: MatMul, operands: [draw.data(a), draw.fixedData(b)] },
  ]);
}

function gemms(draw: Draw): readonly OperatorCase[] {
  const [rows, inner, columns] = [draw.integer(1, 3), draw.integer(1, 3), draw.integer(1, 3)];
  const addends = [undefined, [], [columns], [1, columns], [rows, 1], [rows, columns]];
  return [false, true].flatMap((left) =>
    [false, true].map((right): OperatorCase => {
      const addend = draw.pick(addends);
      const a = draw.data(left ? [inner, rows] : [rows, inner]);
      const b = draw.data(right ? [columns, inner] : [inner, columns]);
      return {
        operator: Gemm,
        operands: addend === undefined ? [a, b] : [a, b, draw.data(addend)],
        attributes: {
          transA: int(left ? 1 : 0),
          transB: int(right ? 1 : 0),
          ...(draw.chance() && { alpha: float(-1.5) }),
          ...(draw.chance() && { beta: float(0.5) }),
        },
      };
    }),
  );
}

export const products = (draw: Draw): readonly OperatorCase[] => [...matrixProducts(draw), ...gemms(draw)];
