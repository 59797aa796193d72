import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as runtime from "onnxruntime-node";
import { expect, test } from "vitest";
import { type Engine, engine, type Feed, type OnnxRuntime } from "../../packages/neuralize/src/engine.ts";
import { NeuralizeError } from "../../packages/neuralize/src/errors/error.ts";
import { typeOf } from "../../packages/neuralize/src/graph/node.ts";
import { decode } from "../../packages/neuralize/src/onnx/decode.ts";
import { encode } from "../../packages/neuralize/src/onnx/encode.ts";
import { build } from "../gradients/build-case.ts";
import { everyCase } from "../gradients/cases/every-case.ts";
import { drawFrom } from "../gradients/draw.ts";
import { diceFrom, mutateBytes, mutateStructure } from "./mutate-model.ts";
import { type Outcome, survive } from "./survive.ts";

// More rounds than the suite has time for: FUZZ=20 npx vitest run test/robustness/fuzz-models.test.ts
const rounds = Number(process.env.FUZZ ?? 1);

const networks = ["kmeans", "mlp", "cnn", "resnet-basic"].map((name) =>
  readFileSync(fileURLToPath(new URL(`../reference/${name}/model.onnx`, import.meta.url))),
);

/** One node each, of every operator with all that it can be told. */
const operators = everyCase(drawFrom(7)).map((each, i) => {
  const { made, sources } = build(each, { named: i % 2 === 1 });
  const outputs = Object.fromEntries(made.values.map((value, k) => [`y${k}`, value]));
  return encode({ inputs: sources.map(({ value }) => value), outputs });
});

/** What becomes of `count` altered models; a failure names its number, by which it can be made again. */
function outcomes(models: readonly Uint8Array[], count: number, ofBytes: number): readonly Outcome[] {
  return Array.from({ length: count * rounds }, (_, number) => {
    const dice = diceFrom(number);
    const original = models[number % models.length] as Uint8Array;
    const altered = dice.below(ofBytes) === 0 ? mutateBytes(original, dice) : mutateStructure(original, dice);
    try {
      return survive(altered, number);
    } catch (error) {
      throw new Error(`altered model ${number} is met with an error that is not a user's`, { cause: error });
    }
  });
}

const explainers = (found: readonly Outcome[]): readonly Uint8Array[] =>
  found.flatMap((outcome) => ("explainer" in outcome ? [outcome.explainer] : []));

const native: Engine = engine(runtime as unknown as OnnxRuntime, "onnxruntime-node", {
  intraOpNumThreads: 1,
  logSeverityLevel: 4,
});

/** Zeros for every input; names of sizes become 2. */
function feedsFor(explainer: Uint8Array): Readonly<Record<string, Feed>> {
  const { inputs } = decode(explainer).graph;
  return Object.fromEntries(
    inputs.map((value): [string, Feed] => {
      const { type, shape = [] } = typeOf(value);
      const dims = shape.map((size) => (typeof size === "number" ? Math.min(size, 100) : 2));
      const count = dims.reduce((product, size) => product * size, 1);
      const name = value.producer.kind === "input" ? value.producer.name : "";
      if (type === "float64") return [name, { type, dims, data: new Float64Array(count) }];
      if (type === "int64") return [name, { type, dims, data: new BigInt64Array(count) }];
      if (type === "bool") return [name, { type, dims, data: new Uint8Array(count) }];
      return [name, { type: "float32", dims, data: new Float32Array(count) }];
    }),
  );
}

/** Loads and runs explainers: the engine may refuse, but in no other way than with its own message behind our code. */
async function runAll(files: readonly Uint8Array[]): Promise<number> {
  let ran = 0;
  for (const file of files) {
    try {
      const session = await native.load(file);
      try {
        await session.run(feedsFor(file));
        ran++;
      } finally {
        await session.close();
      }
    } catch (error) {
      if (!(error instanceof NeuralizeError)) throw error;
      expect(error.code).toBe("ENGINE_FAILED");
    }
  }
  return ran;
}

test("altered networks give explainers or coded errors, and the engine takes most of the explainers", async () => {
  const found = explainers(outcomes(networks, 1200, 4));
  expect(found.length).toBeGreaterThan(120);
  expect(await runAll(found.slice(0, 25))).toBeGreaterThan(12);
});

test("altered operators give explainers or coded errors, and the engine takes most of the explainers", async () => {
  const found = explainers(outcomes(operators, 4 * operators.length, 10));
  expect(found.length).toBeGreaterThan(200);
  expect(await runAll(found.slice(0, 60))).toBeGreaterThan(30);
});
