import fc from "fast-check";
import { expect, test } from "vitest";
import { run } from "../../../../../test/support/run-model.ts";
import { constant, input, integers, scalarLike } from "../../graph/node.ts";
import { float32, float64 } from "../../graph/tensor.ts";
import type { Graph, Value } from "../../graph/value.ts";
import { abs } from "../../ops/abs.ts";
import { add } from "../../ops/add.ts";
import { argMax, argMin } from "../../ops/arg-extremum.ts";
import { clip } from "../../ops/clip.ts";
import { concat } from "../../ops/concat.ts";
import { div } from "../../ops/div.ts";
import { exp } from "../../ops/exp.ts";
import { expand } from "../../ops/expand.ts";
import { gemm } from "../../ops/gemm.ts";
import { identity } from "../../ops/identity.ts";
import { matMul } from "../../ops/matmul.ts";
import { mul } from "../../ops/mul.ts";
import { neg } from "../../ops/neg.ts";
import { pow } from "../../ops/pow.ts";
import { reduceMean, reduceMin, reduceSum, reduceSumSquare } from "../../ops/reduce.ts";
import { relu } from "../../ops/relu.ts";
import { reshape } from "../../ops/reshape.ts";
import { softmax } from "../../ops/softmax.ts";
import { sqrt } from "../../ops/sqrt.ts";
import { squeeze, unsqueeze } from "../../ops/squeeze.ts";
import { sub } from "../../ops/sub.ts";
import { topK } from "../../ops/top-k.ts";
import { transpose } from "../../ops/transpose.ts";
import { recogniseClusterings } from "./recognise.ts";
import { runClusteringCheck } from "./run-check.ts";

// A spelling is a sequence of free choices; every function below draws what it needs from it.
type Choose = <T>(...options: readonly (() => T)[]) => T;

const number = (like: Value, value: number): Value => scalarLike(like, value);

const sumAlong = (choose: Choose, squares: Value, axis: number, keepdims: boolean): Value =>
  choose(
    () => reduceSum(squares, [axis], keepdims),
    () => mul(reduceMean(squares, [axis], keepdims), number(squares, 3)),
  );

const square = (choose: Choose, x: Value): Value =>
  choose(
    () => mul(x, x),
    () => pow(x, number(x, 2)),
    () => pow(abs(x), number(x, 2)),
    () => mul(neg(x), neg(x)),
  );

const either = (choose: Choose, a: Value, b: Value): Value =>
  choose(
    () => add(a, b),
    () => add(b, a),
    () => sub(a, neg(b)),
  );

/** Σ (x − c)² with the axes in any order: [N, K] or [K, N]. */
function differences(choose: Choose, x: Value, c: Value): { value: Value; axis: number } {
  const layout = choose(
    () => ({ left: unsqueeze(x, [1]), right: c, features: 2, axis: 1 }),
    () => ({ left: reshape(x, integers([-1, 1, 3])), right: unsqueeze(c, [0]), features: -1, axis: 1 }),
    () => ({ left: expand(unsqueeze(x, [-2]), integers([1, 4, 1])), right: c, features: 2, axis: -1 }),
    () => ({ left: unsqueeze(x, [2]), right: transpose(c, [1, 0]), features: 1, axis: 1 }),
    () => ({ left: unsqueeze(x, [0]), right: unsqueeze(c, [1]), features: 2, axis: 0 }),
  );
  const { left, right } = layout;
  const difference = choose(
    () => sub(left, right),
    () => sub(right, left),
    () => add(left, neg(right)),
    () => mul(sub(mul(left, number(x, 2)), mul(right, number(x, 2))), number(x, 0.5)),
  );
  const value = choose(
    () => sumAlong(choose, square(choose, difference), layout.features, false),
    () => reduceSumSquare(difference, [layout.features], false),
    () => squeeze(sumAlong(choose, square(choose, difference), layout.features, true), [layout.features]),
  );
  return { value, axis: layout.axis };
}

/** ‖x‖² − 2x·c + ‖c‖² in any order. */
function expansion(choose: Choose, x: Value, c: Value): { value: Value; axis: number } {
  const norm = choose(
    () => sumAlong(choose, square(choose, x), 1, true),
    () => reduceSumSquare(x, [1]),
    () => reshape(reduceSumSquare(x, [-1], false), integers([-1, 1])),
  );
  const own = choose(
    () => reduceSumSquare(c, [1], false),
    () => unsqueeze(reduceSum(mul(c, c), [1], false), [0]),
  );
  const cross = choose(
    () => mul(matMul(x, transpose(c, [1, 0])), number(x, -2)),
    () => matMul(mul(x, number(x, -2)), transpose(c)),
    () => matMul(x, transpose(mul(c, number(x, -2)), [1, 0])),
    () => neg(mul(number(x, 2), gemm(x, c, { transB: true }))),
    () => gemm(x, c, { alpha: -2, transB: true, addend: mul(norm, number(x, 0)) }),
    () => transpose(gemm(c, x, { alpha: -2, transB: true }), [1, 0]),
    () => gemm(x, transpose(c, [1, 0]), { alpha: -2 }),
  );
  const value = choose(
    () => either(choose, either(choose, norm, cross), own),
    () => either(choose, either(choose, norm, own), cross),
    () => either(choose, norm, either(choose, cross, own)),
    () => gemm(x, c, { alpha: -2, transB: true, addend: add(norm, own) }),
    () => add(norm, gemm(x, c, { alpha: -2, transB: true, addend: own })),
  );
  return { value, axis: 1 };
}

/** [−2x, ‖x‖², 1] · [c, 1, ‖c‖²]ᵀ, with the columns in either order. */
function augmented(choose: Choose, x: Value, c: Value): { value: Value; axis: number } {
  const norm = reduceSumSquare(x, [1]);
  const one = expand(number(x, 1), integers([4, 1]));
  const own = reduceSumSquare(c, [1]);
  const value = choose(
    () => matMul(concat([mul(x, number(x, -2)), norm], 1), transpose(concat([c, one], 1))),
    () => matMul(concat([norm, mul(x, number(x, -2))], 1), transpose(concat([one, c], 1))),
  );
  return { value: add(value, transpose(own)), axis: 1 };
}

/** What exporters put behind squared distances; the result still tells the nearest centroid. */
function tail(choose: Choose, { value, axis }: { value: Value; axis: number }): Value {
  const clamped = choose(
    () => value,
    () => relu(value),
    () => clip(value, number(value, 0)),
    () => identity(value),
  );
  const eps = number(value, 1e-6);
  const rooted = choose(
    () => clamped,
    () => sqrt(add(relu(clamped), eps)),
    () => pow(relu(clamped), number(value, 0.49999976)),
    () => pow(pow(relu(clamped), number(value, 0.5)), number(value, 2)),
  );
  const scaled = choose(
    () => rooted,
    () => mul(rooted, number(value, 0.25)),
    () => div(rooted, number(value, 3)),
  );
  return choose(
    () => scaled,
    () =>
      argMin(
        scaled,
        axis,
        choose(
          () => true,
          () => false,
        ),
      ),
    () => argMax(neg(scaled), axis, false),
    () => softmax(neg(scaled), axis),
    () => exp(neg(scaled)),
    () => reduceMin(scaled, [axis], false),
    () => argMax(div(number(value, 1), add(scaled, number(value, 1))), axis, false),
    () => (axis === 1 || axis === -1 ? topK(scaled, 2, false)[1] : scaled),
  );
}

interface Spelled {
  readonly graph: Graph;
  readonly centroids: readonly number[];
}

const choices = fc.array(fc.nat({ max: 1000 }), { minLength: 24, maxLength: 24 });
// Steps of 0.01: the squares of much smaller numbers vanish in float32, and with them the model's own distances.
const coordinates = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 12, maxLength: 12 });

function spell(drawn: readonly number[], centroids: readonly number[], offset: number): Spelled {
  let next = 0;
  const choose: Choose = (...options) => {
    const option = options[(drawn[next++ % drawn.length] ?? 0) % options.length] ?? options[0];
    return (option as () => never)();
  };
  const type = choose(
    () => "float32" as const,
    () => "float64" as const,
  );
  const moved = centroids.map((each) => each / 100 + offset);
  const c = constant(type === "float32" ? float32(moved, [4, 3]) : float64(moved, [4, 3]));
  const x = input("x", type, [
    choose<number | string>(
      () => "N",
      () => "N",
      () => 5,
    ),
    3,
  ]);
  const points = choose(
    () => x,
    () => div(sub(x, constant(type === "float32" ? float32([1, 2, 3]) : float64([1, 2, 3]))), number(x, 2)),
  );
  const value = choose(
    () => tail(choose, differences(choose, points, c)),
    () => tail(choose, expansion(choose, points, c)),
    () => tail(choose, augmented(choose, points, c)),
  );
  return { graph: { inputs: [x], outputs: { y: value } }, centroids: moved };
}

test("any spelling is recognised, with the centroids that it was written with", async () => {
  await fc.assert(
    fc.asyncProperty(choices, coordinates, fc.constantFrom(0, 0, 30), async (drawn, numbers, offset) => {
      const { graph, centroids } = spell(drawn, numbers, offset);
      const { matches, misses } = recogniseClusterings(graph);
      expect(misses).toEqual([]);
      expect(matches).toHaveLength(1);
      const [match] = matches;
      if (match === undefined) return;
      const checked = await runClusteringCheck(match, graph, run);
      expect(checked.reason).toBeUndefined();
      centroids.forEach((each, i) => {
        // One float32 rounding of a centroid of up to 40.
        expect(Math.abs((checked.centroids.data[i] ?? 0) - each)).toBeLessThan(1e-5);
      });
    }),
    { numRuns: 120, seed: 20240607 },
  );
});
