import { expect, test } from "vitest";
import { doubles, runGraph } from "../../../../test/support/run-graph.ts";
import { compile } from "../compile.ts";
import { layerMapComposite } from "../composites/composite.ts";
import { int } from "../graph/attributes.ts";
import { apply, input, integers } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { exp } from "../ops/exp.ts";
import { ReduceMax, ReduceMin } from "../ops/reduce.ts";
import { maxTakesMost, minTakesMost } from "./min-takes-most.ts";
import type { Rule } from "./rule.ts";

// The last row is a tie of its smallest and of its largest entries.
const rows = [
  [1, -2, 0.5],
  [3, 3.25, 4],
  [2, 2, 2],
];

const x = input("x", "float64", ["N", 3]);

/** Relevance of x where each row's pool starts with its own value, and what the pool is. */
async function explained(pool: (x: Value) => Value, layer: string, rule: Rule): Promise<readonly number[]> {
  const { graph } = compile(
    { inputs: [x], outputs: { y: pool(x) } },
    { composite: () => layerMapComposite([[layer, rule]]), outputs: ["relevance"], target: 0 },
  );
  const { relevance } = await runGraph(graph, { x: doubles(rows.flat(), [3, 3]) });
  return relevance?.data as readonly number[];
}

/** softmax(±βx)·R of one row, written out; β = ∞ shares among those that attain the extremum. */
function shared(row: readonly number[], sign: number, beta: number): readonly number[] {
  const extremum = sign > 0 ? Math.max(...row) : Math.min(...row);
  const weights = row.map((each) =>
    beta === Number.POSITIVE_INFINITY ? Number(each === extremum) : Math.exp(sign * beta * (each - extremum)),
  );
  const sum = weights.reduce((total, each) => total + each, 0);
  return weights.map((each) => (extremum * each) / sum);
}

for (const [name, operator, makeRule, sign] of [
  ["min_takes_most", ReduceMin, minTakesMost, -1],
  ["max_takes_most", ReduceMax, maxTakesMost, 1],
] as const) {
  for (const keepdims of [0, 1]) {
    test(`${name} is its softmax, axes ${keepdims === 1 ? "kept" : "dropped"}, for every stiffness`, async () => {
      const pool = (value: Value): Value => apply(operator, [value, integers([1])], { keepdims: int(keepdims) });
      for (const beta of [0, 0.5, 20, Number.POSITIVE_INFINITY]) {
        const actual = await explained(pool, operator.type, makeRule({ beta }));
        const expected = rows.flatMap((row) => shared(row, sign, beta));
        // Float64: an exponential and a quotient.
        for (const [i, value] of expected.entries()) expect(actual[i], `β = ${beta}, ${i}`).toBeCloseTo(value, 10);
      }
    });
  }

  test(`${name} hands on everything where nothing is pooled`, async () => {
    const pool = (value: Value): Value => apply(operator, [value], { noop_with_empty_axes: int(1) });
    const actual = await explained(pool, operator.type, makeRule({ beta: 1 }));
    // The entry that is explained, and nothing for the others.
    expect(actual).toEqual(rows.flatMap(([first = Number.NaN]) => [first, 0, 0]));
  });

  test(`${name} is refused on what is no such pool`, async () => {
    await expect(explained(exp, "Exp", makeRule({ beta: 1 }))).rejects.toMatchObject({ code: "NOT_POOLING" });
  });
}
