import fc from "fast-check";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { signOf } from "../../packages/neuralize/src/graph/signs.ts";
import { elementCount } from "../../packages/neuralize/src/graph/tensor.ts";
import type { Sign } from "../../packages/neuralize/src/graph/value.ts";
import { encode } from "../../packages/neuralize/src/onnx/encode.ts";
import { contradictions } from "../support/contradictions.ts";
import { type Plan, randomGraph } from "./random-graph.ts";

const plan: fc.Arbitrary<Plan> = fc.record({
  shape: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
  named: fc.integer({ min: 0, max: 2 }),
  steps: fc.array(fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 }), { minLength: 1, maxLength: 14 }),
});

const contradicts = (sign: Sign, x: number): boolean =>
  (x < 0 && (sign === "nonnegative" || sign === "zero")) || (x > 0 && (sign === "nonpositive" || sign === "zero"));

/** The operators that the graphs were made of. */
const met = new Set<string>();

/** What the engine says against the types, shapes, integers and signs that were inferred for a graph. */
async function complaints(each: Plan): Promise<readonly string[]> {
  const { x, values } = randomGraph(each);
  if (values.length === 0) return [];
  const outputs = Object.fromEntries(values.map((value, i) => [`v${i}`, value]));
  const session = await InferenceSession.create(encode({ inputs: [x], outputs }), {
    logSeverityLevel: 4,
    intraOpNumThreads: 1,
  });
  const numbers = Array.from({ length: elementCount(each.shape) }, (_, i) => Math.sin(3 * i + 1));
  const results = await session.run({ x: new Tensor("float32", Float32Array.from(numbers), [...each.shape]) });
  await session.release();
  return values.flatMap((value, i) => {
    const tensor = results[`v${i}`];
    const { producer } = value;
    const name = producer.kind === "node" ? producer.operator.type : producer.kind;
    met.add(name);
    const wrongSign =
      tensor?.type === "float32" && Array.from(tensor.data as Float32Array).some((x) => contradicts(signOf(value), x));
    return [...contradictions(name, value, tensor), ...(wrongSign ? [`${name} is not ${signOf(value)}`] : [])];
  });
}

test("types, shapes, integers and signs of random graphs are what the engine returns", async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (each) => {
      expect(await complaints(each)).toEqual([]);
    }),
    { numRuns: 400, seed: 1 },
  );
  expect(met.size).toBeGreaterThan(75);
});
