import { expect, test } from "vitest";
import { drawFrom } from "../../../../test/gradients/draw.ts";
import { doubles, floats, runGraph } from "../../../../test/support/run-graph.ts";
import { compile } from "../compile.ts";
import { layerMapComposite } from "../composites/composite.ts";
import { float, int, ints } from "../graph/attributes.ts";
import { apply, constant, input } from "../graph/node.ts";
import { elementCount, float32, float64 } from "../graph/tensor.ts";
import type { Node, Value } from "../graph/value.ts";
import { Conv } from "../ops/conv.ts";
import { ConvTranspose } from "../ops/conv-transpose.ts";
import { Gemm, gemm } from "../ops/gemm.ts";
import { alphaBeta } from "./alpha-beta.ts";
import { epsilon } from "./epsilon.ts";
import { flat } from "./flat.ts";
import { gamma } from "./gamma.ts";
import type { Rule } from "./rule.ts";
import type { Stabilizer } from "./stabilizer.ts";
import { wsquare } from "./wsquare.ts";
import { zbox } from "./zbox.ts";
import { zplus } from "./zplus.ts";

// Every rule written out once more from MATH.md §3 on the dense Jacobian W [outputs][inputs] and bias b of a layer.

type Vector = readonly number[];
type Matrix = readonly Vector[];
interface Layer {
  readonly weight: Matrix;
  readonly bias: Vector;
}

const up = (a: number): number => Math.max(a, 0);
const down = (a: number): number => Math.min(a, 0);
const same = (a: number): number => a;
const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? Number.NaN), 0);

/** The divisors of a layer's outputs. */
function stabilised(z: Vector, stabilizer: Stabilizer = 1e-6): Vector {
  const {
    epsilon: by,
    clip = false,
    normScale = false,
  } = typeof stabilizer === "number" ? { epsilon: stabilizer } : stabilizer;
  const least = by * (normScale ? Math.sqrt(dot(z, z) / z.length) : 1);
  return z.map((each) => (each >= 0 ? 1 : -1) * (clip ? Math.max(Math.abs(each), least) : Math.abs(each) + least));
}

interface Branch {
  readonly input: (x: number, i: number) => number;
  readonly weight: (w: number) => number;
  /** Undefined: the branch has no bias. */
  readonly bias?: (b: number) => number;
}

const outputsOf = (x: Vector, { weight, bias }: Layer, branch: Branch): Vector =>
  weight.map(
    (row, o) =>
      row.reduce((sum, w, i) => sum + branch.weight(w) * branch.input(x[i] ?? 0, i), 0) +
      (branch.bias?.(bias[o] ?? 0) ?? 0),
  );

/** x̃ · W̃ᵀq of a branch. */
const pulled = (x: Vector, { weight }: Layer, branch: Branch, q: Vector): Vector =>
  x.map((value, i) =>
    weight.reduce((sum, row, o) => sum + branch.input(value, i) * branch.weight(row[i] ?? 0) * (q[o] ?? 0), 0),
  );

const plus = (a: Vector, b: Vector): Vector => a.map((value, i) => value + (b[i] ?? Number.NaN));
const times = (factor: number, a: Vector): Vector => a.map((value) => factor * value);
const over = (r: Vector, z: Vector): Vector => r.map((value, i) => value / (z[i] ?? Number.NaN));

/** The pair x⁺; first(W); first(b) and x⁻; second(W); 0 over its own sum. */
function pair(
  x: Vector,
  layer: Layer,
  r: Vector,
  first: (w: number) => number,
  second: (w: number) => number,
  zeroBias = false,
  stabilizer?: Stabilizer,
): Vector {
  const branches: readonly Branch[] = [
    { input: up, weight: first, ...(!zeroBias && { bias: first }) },
    { input: down, weight: second },
  ];
  const z = branches.map((branch) => outputsOf(x, layer, branch)).reduce(plus);
  const q = over(r, stabilised(z, stabilizer));
  return branches.map((branch) => pulled(x, layer, branch, q)).reduce(plus);
}

type Dense = (x: Vector, layer: Layer, r: Vector) => Vector;

const plain: Branch = { input: same, weight: same, bias: same };
const epsilonBy =
  (stabilizer: Stabilizer, zeroBias = false): Dense =>
  (x, layer, r) => {
    const branch: Branch = zeroBias ? { input: same, weight: same } : plain;
    return pulled(x, layer, branch, over(r, stabilised(outputsOf(x, layer, branch), stabilizer)));
  };

const gammaBy =
  (factor: number, zeroBias = false, stabilizer?: Stabilizer): Dense =>
  (x, layer, r) => {
    const more = (part: (a: number) => number) => (w: number) => w + factor * part(w);
    // The bias that counts as zero in the pairs still decides which of them counts.
    const z = outputsOf(x, layer, plain);
    const where = (kept: (z: number) => boolean): Vector => r.map((each, o) => (kept(z[o] ?? 0) ? each : 0));
    return plus(
      pair(
        x,
        layer,
        where((each) => each > 0),
        more(up),
        more(down),
        zeroBias,
        stabilizer,
      ),
      pair(
        x,
        layer,
        where((each) => each < 0),
        more(down),
        more(up),
        zeroBias,
        stabilizer,
      ),
    );
  };

const boxBy =
  (low: (i: number) => number, high: (i: number) => number): Dense =>
  (x, layer, r) => {
    const branches: readonly Branch[] = [
      plain,
      { input: (_, i) => low(i), weight: up, bias: up },
      { input: (_, i) => high(i), weight: down, bias: down },
    ];
    const [z = [], lows = [], highs = []] = branches.map((branch) => outputsOf(x, layer, branch));
    const q = over(r, stabilised(plus(z, times(-1, plus(lows, highs)))));
    const [own = [], least = [], most = []] = branches.map((branch) => pulled(x, layer, branch, q));
    return plus(own, times(-1, plus(least, most)));
  };

const unitBy =
  (weight: (w: number) => number, bias?: (b: number) => number): Dense =>
  (x, layer, r) => {
    const branch: Branch = { input: () => 1, weight, ...(bias && { bias }) };
    return pulled(x, layer, branch, over(r, stabilised(outputsOf(x, layer, branch))));
  };

const rules: readonly { readonly name: string; readonly rule: Rule; readonly dense: Dense }[] = [
  { name: "epsilon", rule: epsilon({ epsilon: 0.25 }), dense: epsilonBy(0.25) },
  {
    name: "epsilon, clipped",
    rule: epsilon({ epsilon: { epsilon: 0.5, clip: true } }),
    dense: epsilonBy({ epsilon: 0.5, clip: true }),
  },
  {
    name: "epsilon, scaled by the norm",
    rule: epsilon({ epsilon: { epsilon: 0.1, normScale: true } }),
    dense: epsilonBy({ epsilon: 0.1, normScale: true }),
  },
  {
    name: "epsilon, clipped at the norm",
    rule: epsilon({ epsilon: { epsilon: 0.3, normScale: true, clip: true } }),
    dense: epsilonBy({ epsilon: 0.3, normScale: true, clip: true }),
  },
  {
    name: "epsilon without bias",
    rule: epsilon({ epsilon: 0.25, zeroParameters: ["bias"] }),
    dense: epsilonBy(0.25, true),
  },
  { name: "gamma", rule: gamma({ gamma: 0.5 }), dense: gammaBy(0.5) },
  {
    name: "gamma without bias",
    rule: gamma({ gamma: 0.5, zeroParameters: ["bias"] }),
    dense: gammaBy(0.5, true),
  },
  ...[
    0.25,
    { epsilon: 0.5, clip: true },
    { epsilon: 0.1, normScale: true },
    { epsilon: 0.3, normScale: true, clip: true },
  ].map((stabilizer) => ({
    name: `gamma, stabilised by ${JSON.stringify(stabilizer)}`,
    rule: gamma({ gamma: 0.5, epsilon: stabilizer }),
    dense: gammaBy(0.5, false, stabilizer),
  })),
  { name: "zplus", rule: zplus(), dense: (x, layer, r) => pair(x, layer, r, up, down) },
  {
    name: "alpha_beta",
    rule: alphaBeta({ alpha: 3, beta: 2 }),
    dense: (x, layer, r) => plus(times(3, pair(x, layer, r, up, down)), times(-2, pair(x, layer, r, down, up))),
  },
  {
    name: "zbox",
    rule: zbox({ low: -2, high: 3 }),
    dense: boxBy(
      () => -2,
      () => 3,
    ),
  },
  {
    name: "wsquare",
    rule: wsquare(),
    dense: unitBy(
      (w) => w * w,
      (b) => b * b,
    ),
  },
  { name: "flat", rule: flat(), dense: unitBy((w) => Number(w !== 0)) },
];

interface Kind {
  readonly name: string;
  readonly inputs: readonly number[];
  readonly build: (x: Value, numbers: (shape: readonly number[]) => Value) => Value;
  readonly double: boolean;
}

const kinds: readonly Kind[] = [
  {
    name: "dense",
    inputs: [5],
    double: true,
    build: (x, numbers) => gemm(x, numbers([4, 5]), { transB: true, addend: numbers([4]) }),
  },
  {
    // Negative factors turn what speaks for an output into what speaks against it.
    name: "dense (with factors)",
    inputs: [5],
    double: true,
    build: (x, numbers) =>
      apply(Gemm, [x, numbers([4, 5]), numbers([4])], { transB: int(1), alpha: float(-1.5), beta: float(-0.5) }),
  },
  {
    name: "convolution in groups, padded, with steps of 2",
    inputs: [4, 5, 4],
    double: false,
    build: (x, numbers) =>
      apply(Conv, [x, numbers([6, 2, 3, 2]), numbers([6])], {
        group: int(2),
        strides: ints([2, 1]),
        pads: ints([1, 0, 0, 1]),
        kernel_shape: ints([3, 2]),
      }),
  },
  {
    name: "convolution without bias, dilated",
    inputs: [2, 7],
    double: false,
    build: (x, numbers) => apply(Conv, [x, numbers([3, 2, 3])], { dilations: ints([2]), pads: ints([2, 1]) }),
  },
  {
    name: "transposed convolution",
    inputs: [2, 3, 3],
    double: false,
    build: (x, numbers) =>
      apply(ConvTranspose, [x, numbers([2, 3, 3, 3]), numbers([3])], {
        strides: ints([2, 2]),
        pads: ints([1, 1, 0, 0]),
      }),
  },
];

/** Data that holds the given numbers, in the precision that the engine has kernels for. */
const fed = (double: boolean, values: Vector, dims: readonly number[]) => (double ? doubles : floats)(values, dims);

async function denseLayer(kind: Kind, x: Value, z: Value): Promise<Layer & { readonly sizes: readonly number[] }> {
  const count = elementCount(kind.inputs);
  // A row of zeros, which shows the bias, and one row per unit vector.
  const basis = Array.from({ length: (count + 1) * count }, (_, at) =>
    Number(Math.floor(at / count) - 1 === at % count),
  );
  const { y } = await runGraph(
    { inputs: [x], outputs: { y: z } },
    { x: fed(kind.double, basis, [count + 1, ...kind.inputs]) },
  );
  const data = (y?.data ?? []) as Vector;
  const outputs = data.length / (count + 1);
  const bias = data.slice(0, outputs);
  const weight = bias.map((own, o) =>
    Array.from({ length: count }, (_, i) => (data[(i + 1) * outputs + o] ?? 0) - own),
  );
  // Differences of float32 outputs are not exactly 0 where nothing is connected.
  const connected = weight.map((row) => row.map((w) => (Math.abs(w) < 1e-6 ? 0 : w)));
  return { weight: connected, bias, sizes: y?.dims.slice(1) ?? [] };
}

for (const kind of kinds) {
  test(`every rule on a ${kind.name} layer is its dense formula`, async () => {
    const draw = drawFrom(11);
    const numbers = (shape: readonly number[]): Value => {
      const { values } = draw.data(shape);
      return constant((kind.double ? float64 : float32)(values, shape));
    };
    const x = input("x", kind.double ? "float64" : "float32", ["N", ...kind.inputs]);
    const z = kind.build(x, numbers);
    const layer = await denseLayer(kind, x, z);
    const rows = 3;
    const data = draw.data([rows, ...kind.inputs]).values;
    const incoming = draw.data([rows, ...layer.sizes]).values;
    const r = input("R", kind.double ? "float64" : "float32", ["N", ...layer.sizes]);
    for (const { name, rule, dense } of rules) {
      const { graph } = compile(
        { inputs: [x], outputs: { z } },
        {
          composite: () => layerMapComposite([["AnyLinear", rule]]),
          initialRelevance: r,
          target: 0,
          outputs: ["relevance"],
        },
      );
      const { relevance } = await runGraph(graph, {
        x: fed(kind.double, data, [rows, ...kind.inputs]),
        R: fed(kind.double, incoming, [rows, ...layer.sizes]),
      });
      const each = (values: Vector, row: number): Vector =>
        values.slice((row * values.length) / rows, ((row + 1) * values.length) / rows);
      const expected = Array.from({ length: rows }, (_, row) =>
        dense(each(data, row), layer, each(incoming, row)),
      ).flat();
      const scale = Math.max(...expected.map(Math.abs));
      // Some dozens of roundings; sums near 0 under ε = 1e-6 make them larger by up to two orders in these draws.
      const tolerance = (kind.double ? 1e-10 : 3e-4) * scale;
      for (const [i, value] of expected.entries())
        expect(Math.abs(Number(relevance?.data[i]) - value), `${name}, entry ${i}`).toBeLessThanOrEqual(tolerance);
    }
  });
}

test.each([
  ["γ < 0", () => gamma({ gamma: -0.25 })],
  ["γ that is no number", () => gamma({ gamma: Number.NaN })],
  ["α − β other than 1", () => alphaBeta({ alpha: 2, beta: 2 })],
])("%s is refused", (_, make) => {
  expect(make).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
});

test("a product of two values that depend on the data keeps its factors: there is no weight to take them", () => {
  const x = input("x", "float32", [2, 2]);
  const product = gemm(x, x, { alpha: -2 }).producer as Node;
  expect(Gemm.explicit?.(product)).toBe(product);
  const layer = gemm(x, constant(float32([1, 2, 3, 4], [2, 2])), { alpha: -2 }).producer as Node;
  expect(Gemm.explicit?.(layer).attributes.alpha).toBeUndefined();
});
