import fc from "fast-check";
import { expect, test } from "vitest";
import { doubles, runGraph } from "../../../../test/support/run-graph.ts";
import { compile } from "../compile.ts";
import { layerMapComposite } from "../composites/composite.ts";
import { constant, input } from "../graph/node.ts";
import { float64 } from "../graph/tensor.ts";
import { epsilon } from "./epsilon.ts";
import { flat } from "./flat.ts";
import { gamma } from "./gamma.ts";
import { midpoint } from "./midpoint.ts";
import { minTakesMost } from "./min-takes-most.ts";
import type { Rule } from "./rule.ts";
import { wsquare } from "./wsquare.ts";
import { zplus } from "./zplus.ts";

// Every rule written out once more from MATH.md, for one margin z = w·x + b with relevance R, without a graph.

type Vector = readonly number[];
/** Relevance of x from relevance R of one margin against the centroids μ_c and μ_k. */
type Dense = (x: Vector, layer: { w: Vector; b: number; middle: Vector }, relevance: number) => Vector;

const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? Number.NaN), 0);
const stabilised = (z: number, by = 1e-6): number => z + (z >= 0 ? by : -by);
const up = (a: number): number => Math.max(a, 0);
const down = (a: number): number => Math.min(a, 0);

/** The pair x⁺; first(W); first(b) and x⁻; second(W); 0, over its own stabilised sum. */
function pair(x: Vector, w: Vector, b: number, first: (w: number) => number, second: (w: number) => number): Vector {
  const terms = x.map((value, i) => up(value) * first(w[i] ?? 0) + down(value) * second(w[i] ?? 0));
  const sum = stabilised(terms.reduce((total, term) => total + term, 0) + first(b));
  return terms.map((term) => term / sum);
}

const dense: readonly { readonly name: string; readonly rule: Rule; readonly dense: Dense }[] = [
  {
    name: "epsilon",
    rule: epsilon({ epsilon: 0.5 }),
    dense: (x, { w, b }, r) => x.map((value, i) => (value * (w[i] ?? 0) * r) / stabilised(dot(w, x) + b, 0.5)),
  },
  {
    name: "gamma",
    rule: gamma({ gamma: 0.25 }),
    dense: (x, { w, b }, r) => {
      const z = dot(w, x) + b;
      const more = (part: (a: number) => number) => (a: number) => a + 0.25 * part(a);
      if (z === 0) return x.map(() => 0);
      const shares = z > 0 ? pair(x, w, b, more(up), more(down)) : pair(x, w, b, more(down), more(up));
      return shares.map((share) => share * r);
    },
  },
  { name: "zplus", rule: zplus(), dense: (x, { w, b }, r) => pair(x, w, b, up, down).map((share) => share * r) },
  {
    name: "wsquare",
    rule: wsquare(),
    dense: (_, { w, b }, r) => w.map((value) => (value ** 2 * r) / stabilised(dot(w, w) + b ** 2)),
  },
  { name: "flat", rule: flat(), dense: (x, _, r) => x.map(() => r / stabilised(x.length)) },
  {
    name: "midpoint",
    rule: midpoint(),
    dense: (x, { w, b, middle }, r) =>
      x.map((value, i) => ((value - (middle[i] ?? 0)) * (w[i] ?? 0) * r) / (dot(w, x) + b)),
  },
];

// Quarters are exact in float64, so that only sums and quotients round.
const cell = fc.integer({ min: -16, max: 16 }).map((value) => value / 4);
const table = (rows: number, columns: number) =>
  fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });
const problem = fc
  .record({
    rows: fc.integer({ min: 1, max: 3 }),
    clusters: fc.integer({ min: 2, max: 5 }),
    columns: fc.integer({ min: 1, max: 4 }),
  })
  .chain(({ rows, clusters, columns }) => fc.record({ x: table(rows, columns), centroids: table(clusters, columns) }));
const stiffness = fc.constantFrom(0, 0.3, 5, Number.POSITIVE_INFINITY);

const distances = (x: Vector, centroids: readonly Vector[]): Vector =>
  centroids.map((centroid) => x.reduce((sum, value, i) => sum + (value - (centroid[i] ?? 0)) ** 2, 0));

/** softmax_{k≠c}(−β h), with β = ∞ shared by the smallest margins. */
function shares(margins: Vector, target: number, beta: number): Vector {
  const least = Math.min(...margins.filter((_, k) => k !== target));
  const powers = margins.map((h, k) => {
    if (k === target) return 0;
    return beta === Number.POSITIVE_INFINITY ? Number(h === least) : Math.exp(-beta * (h - least));
  });
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function explainedDensely(x: Vector, centroids: readonly Vector[], beta: number, rule: Dense): Vector {
  const d = distances(x, centroids);
  const c = d.indexOf(Math.min(...d));
  const own = centroids[c] ?? [];
  const p = shares(
    d.map((value) => value - (d[c] ?? 0)),
    c,
    beta,
  );
  return centroids.reduce<Vector>(
    (total, centroid, k) => {
      if (k === c) return total;
      const w = own.map((value, i) => 2 * (value - (centroid[i] ?? 0)));
      const middle = own.map((value, i) => (value + (centroid[i] ?? 0)) / 2);
      const share = rule(x, { w, b: dot(centroid, centroid) - dot(own, own), middle }, p[k] ?? 0);
      return total.map((value, i) => value + (share[i] ?? 0));
    },
    x.map(() => 0),
  );
}

async function explainedCompiled(x: readonly Vector[], centroids: readonly Vector[], beta: number, rule: Rule) {
  const columns = x[0]?.length ?? 0;
  const points = input("x", "float64", ["N", columns]);
  const head = { points, centroids: constant(float64(centroids.flat(), [centroids.length, columns])) };
  const composite = layerMapComposite([
    ["MinPool", minTakesMost({ beta })],
    ["NeuralizedKMeans", rule],
  ]);
  const compiled = compile(
    { inputs: [points], outputs: {} },
    { head, beta, composite: () => composite, initialRelevance: "one-hot", outputs: ["relevance"] },
  );
  const { relevance } = await runGraph(compiled.graph, { x: doubles(x.flat(), [x.length, columns]) });
  return relevance?.data as readonly number[];
}

for (const { name, rule, dense: densely } of dense) {
  test(`${name} over min-takes-most is its formula, margin by margin`, async () => {
    await fc.assert(
      fc.asyncProperty(problem, stiffness, async ({ x, centroids }, beta) => {
        // At a tie the midpoint rule divides by 0 unless the relevance is the output's own (see compile.test.ts).
        for (const row of x) {
          const [first = 0, second = 0] = distances(row, centroids).toSorted((a, b) => a - b);
          fc.pre(second - first > 0.01);
        }
        const actual = await explainedCompiled(x, centroids, beta, rule);
        const expected = x.flatMap((row) => explainedDensely(row, centroids, beta, densely));
        const scale = Math.max(1, ...expected.map(Math.abs));
        // A few dozen roundings in float64, divided by margins of at least 1/16 or a stabiliser of 1e-6.
        for (const [i, value] of expected.entries())
          expect(Math.abs((actual[i] ?? Number.NaN) - value)).toBeLessThanOrEqual(1e-8 * scale);
      }),
      { numRuns: 40, seed: 7 },
    );
  });
}
