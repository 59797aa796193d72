import * as ort from "onnxruntime-web/webgpu";
import { input, typeOf } from "../../packages/neuralize/src/graph/node.ts";
import type { Value } from "../../packages/neuralize/src/graph/value.ts";
import { encode } from "../../packages/neuralize/src/onnx/encode.ts";
import { relevance } from "../../packages/neuralize/src/relevance.ts";
import { build, tensorOf } from "../gradients/build-case.ts";
import { everyCase } from "../gradients/cases/every-case.ts";
import { drawFrom } from "../gradients/draw.ts";
import { type OperatorCase, shown } from "../gradients/operator-case.ts";
import { keepShaders } from "./keep-shaders.ts";

/** How a graph fares on the GPU beside WASM: "ok", "falls back" (a node has no kernel there), or what went wrong. */
export type Verdict = string;

export interface OperatorOutcome {
  readonly operator: string;
  readonly shown: string;
  readonly forward: Verdict;
  /** Undefined where there is no way back. */
  readonly backward: Verdict | undefined;
}

type Feeds = Readonly<Record<string, ort.Tensor>>;
type Outputs = Readonly<Record<string, Value>>;

interface Comparison {
  /** What WASM returns. */
  readonly expected: Feeds;
  readonly verdict: Verdict;
}

const run = async (model: Uint8Array, feeds: Feeds, options: ort.InferenceSession.SessionOptions) => {
  const session = await ort.InferenceSession.create(model, { logSeverityLevel: 4, ...options });
  const results = await session.run(feeds);
  await session.release();
  return results;
};

const numbersOf = (tensor: ort.Tensor | undefined): readonly number[] =>
  Array.from((tensor?.data ?? []) as ArrayLike<number | bigint>, Number);

const near = (a: number, b: number): boolean =>
  Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(b));

async function compare(inputs: readonly Value[], outputs: Outputs, feeds: Feeds): Promise<Comparison> {
  const model = encode({ inputs, outputs });
  const expected = await run(model, feeds, { executionProviders: ["wasm"] }).catch(() => undefined);
  if (expected === undefined) return { expected: {}, verdict: "not in WASM" };
  const gpu = { executionProviders: ["webgpu"], extra: { session: { disable_cpu_ep_fallback: "1" } } };
  try {
    const actual = await run(model, feeds, gpu);
    const wrong = Object.keys(outputs).some((name) => {
      const [is, should] = [numbersOf(actual[name]), numbersOf(expected[name])];
      return is.length !== should.length || is.some((x, i) => !near(x, should[i] ?? Number.NaN));
    });
    return { expected, verdict: wrong ? "wrong numbers" : "ok" };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { expected, verdict: message.includes("fallback to CPU EP") ? "falls back" : message };
  }
}

async function outcomeOf(each: OperatorCase): Promise<OperatorOutcome> {
  const { made, sources } = build(each, {});
  const inputs = sources.map(({ value }) => value);
  const feeds = Object.fromEntries(
    sources.map(({ name, source }) => [name, tensorOf(source, source.values, "float32") as ort.Tensor]),
  );
  const outputs = Object.fromEntries(made.values.map((value, i) => [`y${i}`, value]));
  const forward = await compare(inputs, outputs, feeds);
  const outcome = { operator: each.operator.type, shown: shown(each), forward: forward.verdict };
  const data = sources.filter(({ source }) => source.kind === "data").map(({ value }) => value);
  const floating = Object.entries(outputs).filter(([, value]) => typeOf(value).type === "float32");
  const seeds = new Map(
    floating.map(([name, value]) => [value, input(`of ${name}`, "float32", forward.expected[name]?.dims)]),
  );
  if (forward.verdict === "not in WASM" || seeds.size === 0 || data.length === 0 || each.operator.vjp === undefined)
    return { ...outcome, backward: undefined };
  const walked = relevance({ seeds, to: data, ruleOf: () => undefined });
  const reached = Object.fromEntries(walked.flatMap((value, i) => (value ? [[`gradient ${i}`, value]] : [])));
  if (Object.keys(reached).length === 0) return { ...outcome, backward: undefined };
  // The outputs themselves serve as what is put on them.
  const given = Object.fromEntries(floating.map(([name]) => [`of ${name}`, forward.expected[name] as ort.Tensor]));
  const backward = await compare([...inputs, ...seeds.values()], reached, { ...feeds, ...given });
  return { ...outcome, backward: backward.verdict };
}

/** One round of the operators' cases in float32, each way, on the GPU and nothing else. */
async function checkOperators(): Promise<readonly OperatorOutcome[]> {
  ort.env.wasm.wasmPaths = "/ort/";
  ort.env.wasm.numThreads = 1;
  await keepShaders(ort);
  const outcomes: OperatorOutcome[] = [];
  for (const each of everyCase(drawFrom(1))) outcomes.push(await outcomeOf({ ...each, precision: "float32" }));
  return outcomes;
}

Object.assign(globalThis, { checkOperators });
