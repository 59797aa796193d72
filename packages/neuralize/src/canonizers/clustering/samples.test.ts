import { readdirSync, readFileSync } from "node:fs";
import * as runtime from "onnxruntime-node";
import { expect, test } from "vitest";
import { engine, type Feed, type OnnxRuntime } from "../../engine.ts";
import type { Graph } from "../../graph/value.ts";
import { decode } from "../../onnx/decode.ts";
import { recogniseClusterings } from "./recognise.ts";
import { runClusteringCheck } from "./run-check.ts";

const folder = new URL("../../../../../test/fixtures/onnx-kmeans/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".onnx"));
const native = engine(runtime as unknown as OnnxRuntime);

async function run(model: Uint8Array, feeds: Readonly<Record<string, Feed>>) {
  const session = await native.load(model, { logSeverityLevel: 3 });
  try {
    return await session.run(feeds);
  } finally {
    await session.close();
  }
}

const read = (name: string): Graph => decode(readFileSync(new URL(name, folder))).graph;
const refused = files.filter((name) => /cosine|knn/.test(name));
const clusterings = files.filter((name) => !refused.includes(name));

test.each(clusterings)("%s is recognised, and the numbers agree", async (name) => {
  const graph = read(name);
  const { matches, misses } = recogniseClusterings(graph);
  expect(misses).toEqual([]);
  expect(matches).toHaveLength(1);
  for (const match of matches) {
    const checked = await runClusteringCheck(match, graph, run);
    expect(checked).toMatchObject({ trusted: true, reason: undefined });
    expect(checked.error).toBeLessThan(1e-4);
  }
});
