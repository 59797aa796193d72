import type { Tensor } from "onnxruntime-node";
import { input, typeOf } from "../../packages/neuralize/src/graph/node.ts";
import { elementCount, isFloating } from "../../packages/neuralize/src/graph/tensor.ts";
import type { Value } from "../../packages/neuralize/src/graph/value.ts";
import { relevance } from "../../packages/neuralize/src/relevance.ts";
import { contradictions } from "../support/contradictions.ts";
import { build, type Feeds, load, tensorOf } from "./build-case.ts";
import type { OperatorCase, Precision } from "./operator-case.ts";

/** What one case showed; `misinferred` and `wrong` are empty where all is well. */
export interface CaseResult {
  /** Inferred shapes and types that the engine contradicts. */
  readonly misinferred: readonly string[];
  /** Gradients that central differences contradict. */
  readonly wrong: readonly string[];
  /** Whether a partial derivative that is not 0 was compared. */
  readonly differentiated: boolean;
}

interface Difference {
  readonly tolerance: number;
  /** The derivative at 0 of a function of the displacement. */
  readonly quotient: (moved: (by: number) => Promise<number>) => Promise<number>;
}

const central = async (moved: (by: number) => Promise<number>, step: number): Promise<number> =>
  ((await moved(step)) - (await moved(-step))) / (2 * step);

const differences: Readonly<Record<Precision, Difference>> = {
  // The error of a central difference is step² · f‴ + 1e-16 / step: near 1e-10 for values of order 1.
  float64: { tolerance: 1e-7, quotient: (moved) => central(moved, 1e-5) },
  // Of fourth order: step⁴ · f⁗′ + 1e-7 / step, near 1e-5. Twice the step stays below the distance to a kink.
  float32: {
    tolerance: 2e-4,
    quotient: async (moved) => (4 * (await central(moved, 2 ** -6)) - (await central(moved, 2 ** -5))) / 3,
  },
};

/**
 * Compares inferred types with what the engine returns, and the gradient of Σ_j v_j y_j for random v, walked by
 * `relevance`, with central differences. `named`: the sizes of inputs are names, as a batch is, and not numbers.
 */
export async function checkCase(each: OperatorCase, named: boolean, random: () => number): Promise<CaseResult> {
  const { precision = "float64" } = each;
  const { made, sources } = build(each, { named });
  const inputs = sources.map(({ value }) => value);
  const forward = await load(inputs, Object.fromEntries(made.values.map((value, i) => [`y${i}`, value])));
  const feeds: Feeds = Object.fromEntries(
    sources.map(({ name, source }) => [name, tensorOf(source, source.values, precision)]),
  );
  const outputs = await forward.run(feeds);
  const misinferred = made.values.flatMap((value, i) => contradictions(`output ${i}`, value, outputs[`y${i}`]));
  const seeds = new Map<Value, Value>();
  const cotangents: Record<string, Tensor> = {};
  made.values.forEach((value, i) => {
    const dims = outputs[`y${i}`]?.dims ?? [];
    if (!isFloating(typeOf(value).type)) return;
    seeds.set(value, input(`v${i}`, precision, typeOf(value).shape));
    const values = Array.from({ length: elementCount(dims) }, () => 2 * random() - 1);
    cotangents[`v${i}`] = tensorOf({ kind: "data", shape: dims, values }, values, precision);
  });
  const data = sources.flatMap(({ value, name, source }) => (source.kind === "data" ? [{ value, name, source }] : []));
  if (each.operator.vjp === undefined || seeds.size === 0 || data.length === 0) {
    await forward.release();
    return { misinferred, wrong: [], differentiated: false };
  }
  const walked = relevance({ seeds, to: data.map(({ value }) => value), ruleOf: () => undefined });
  const reached = Object.fromEntries(walked.flatMap((value, i) => (value ? [[data[i]?.name ?? "", value]] : [])));
  const gradients = await gradientsOf([...inputs, ...seeds.values()], reached, { ...feeds, ...cotangents });
  const objective = async (changed: Feeds): Promise<number> => {
    const run = await forward.run({ ...feeds, ...changed });
    return Object.entries(cotangents).reduce((sum, [name, v]) => sum + dot(v, run[name.replace("v", "y")]), 0);
  };
  const { quotient, tolerance } = differences[precision];
  const wrong: string[] = [];
  let differentiated = false;
  for (const { name, source } of data) {
    const gradient = gradients[name];
    if (gradient !== undefined && gradient.dims.join() !== source.shape.join())
      wrong.push(`the gradient of ${name} is [${gradient.dims}] for an operand of [${source.shape}]`);
    for (let j = 0; j < source.values.length; j++) {
      const moved = (by: number) =>
        objective({ [name]: tensorOf(source, source.values.with(j, (source.values[j] ?? 0) + by), precision) });
      const expected = await quotient(moved);
      const actual = gradient === undefined ? 0 : Number(gradient.data[j]);
      differentiated ||= Math.abs(expected) > 1e-3;
      if (!(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected))))
        wrong.push(`∂/∂${name}[${j}] is ${actual}, by central differences ${expected}`);
    }
  }
  await forward.release();
  return { misinferred, wrong, differentiated };
}

async function gradientsOf(inputs: readonly Value[], outputs: Readonly<Record<string, Value>>, feeds: Feeds) {
  if (Object.keys(outputs).length === 0) return {};
  // Names of outputs may not be those of inputs.
  const prefixed = Object.fromEntries(Object.entries(outputs).map(([name, value]) => [`gradient of ${name}`, value]));
  const session = await load(inputs, prefixed);
  const results = await session.run(feeds);
  await session.release();
  return Object.fromEntries(Object.keys(outputs).map((name) => [name, results[`gradient of ${name}`]]));
}

const dot = (a: Tensor, b: Tensor | undefined): number =>
  Array.from(a.data as Float32Array | Float64Array).reduce((sum, value, i) => sum + value * Number(b?.data[i]), 0);
