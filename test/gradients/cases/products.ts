import { float, int, string } from "../../../packages/neuralize/src/graph/attributes.ts";
import { Einsum } from "../../../packages/neuralize/src/ops/einsum.ts";
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

function sums(draw: Draw): readonly OperatorCase[] {
  const letters = "ijklm";
  const sizes = [1, 2, 3, 4, 5].map(() => draw.integer(1, 3));
  const x = (term: string) => draw.data([...term].map((letter) => sizes[letters.indexOf(letter)] ?? 1));
  // Any letters in any order, each at most once in a term.
  const term = (most: number): string =>
    draw
      .permutation(letters.length)
      .slice(0, draw.integer(0, most))
      .map((i) => letters[i])
      .join("");
  const [a, b, c] = [term(4), term(4), term(2)];
  const present = [...new Set(a + b)];
  const result = draw
    .permutation(present.length)
    .slice(0, draw.integer(0, present.length))
    .map((i) => present[i])
    .join("");
  const sum = (equation: string): OperatorCase => {
    const terms = equation.replaceAll(" ", "").split("->")[0]?.split(",") ?? [];
    return { operator: Einsum, operands: terms.map(x), attributes: { equation: string(equation) } };
  };
  return [
    ...["ij,jk->ik", "ji,jk", "i j, k j -> k i", "ijk->ki", "ij->i", "ij", "ijk,ikl->ijl", "i,j->ij", "ij,jk,kl->il"],
    `${a},${b}->${result}`,
    `${a},${b}`,
    `${a},${b},${c}->${result}`,
  ].map(sum);
}

export const products = (draw: Draw): readonly OperatorCase[] => [
  ...matrixProducts(draw),
  ...gemms(draw),
  ...sums(draw),
  // A size of 1 broadcasts; what is constant is a weight.
  {
    operator: Einsum,
    operands: [draw.data([2, 1]), draw.data([3, 2])],
    attributes: { equation: string("ij,jk->ik") },
  },
  {
    operator: Einsum,
    operands: [draw.data([2, 3]), draw.fixedData([3, 2])],
    attributes: { equation: string("ij,jk->ik") },
  },
];
