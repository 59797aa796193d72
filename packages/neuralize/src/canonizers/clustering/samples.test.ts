import { readdirSync, readFileSync } from "node:fs";
import type { Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import {
  doubles,
  type Feeds,
  floats,
  longs,
  runGraph,
  runModel,
  texts,
} from "../../../../../test/support/run-graph.ts";
import { run } from "../../../../../test/support/run-model.ts";
import { constantOf, typeOf } from "../../graph/node.ts";
import { numbersOf } from "../../graph/tensor.ts";
import type { Graph, Value } from "../../graph/value.ts";
import { decode, type Model } from "../../onnx/decode.ts";
import { recogniseClusterings } from "./recognise.ts";
import { runClusteringCheck } from "./run-check.ts";

const folder = new URL("../../../../../test/fixtures/onnx-kmeans/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".onnx"));
const read = (name: string): Uint8Array => readFileSync(new URL(name, folder));

const refused = files.filter((name) => /cosine|knn|l1|weighted|farthest|classifier|wrong/.test(name));
const clusterings = files.filter((name) => !refused.includes(name));

/** The centroids that the file itself holds, wherever it holds them as they are: a constant [K, D]. */
function centroidsInFile(
  { values }: Model,
  [clusters = 0, features = 0]: readonly number[],
): readonly number[] | undefined {
  const named = ["c", "C", "Ge_Gemmcst", "unsqueeze_1"].map((name) => values.get(name));
  const differences = [...values].filter(([name]) => /^onnx::Sub_/.test(name)).map(([, value]) => value);
  const tensor = [...named, ...differences]
    .map(constantOf)
    .find((each) => each?.shape.at(-2) === clusters && each.shape.at(-1) === features);
  return tensor && numbersOf(tensor);
}

test.each(clusterings)("%s is recognised, with its own centroids, and the numbers agree", async (name) => {
  const model = decode(read(name));
  const { matches, misses } = recogniseClusterings(model.graph);
  expect(misses).toEqual([]);
  expect(matches).toHaveLength(1);
  for (const match of matches) {
    const checked = await runClusteringCheck(match, model.graph, run);
    expect(checked).toMatchObject({ trusted: true, reason: undefined });
    // Float32 sums of a few squares: units of 6e-8, of norms up to a thousand times the differences.
    expect(checked.error).toBeLessThan(1e-4);
    const { centroids } = checked;
    expect(typeOf(match.centroids).shape).toEqual([centroids.rows, centroids.columns]);
    // Pairwise_distance adds 1e-6 to every difference, which moves the centroids by as much.
    centroidsInFile(model, [centroids.rows, centroids.columns])?.forEach((each, i) => {
      expect(centroids.data[i]).toBeCloseTo(each, 5);
    });
  }
});

test("most of the files hold their centroids where this test finds them", () => {
  const found = clusterings.filter((name) => {
    const model = decode(read(name));
    const [match] = recogniseClusterings(model.graph).matches;
    return (
      match !== undefined && centroidsInFile(model, typeOf(match.centroids).shape as readonly number[]) !== undefined
    );
  });
  expect(found.length).toBeGreaterThan(clusterings.length / 2);
});

test.each(refused.filter((name) => !name.includes("wrong")))("%s is no clustering, and the reason is given", (name) => {
  const { matches, misses } = recogniseClusterings(decode(read(name)).graph);
  expect(matches).toEqual([]);
  const expected = [
    [/cosine/, /spherical k-means: not supported yet/],
    [/knn/, /go on into/],
    [/l1/, /absolute differences/],
    [/weighted/, /weighted feature by feature/],
    [/farthest/, /farthest/],
    [/classifier/, /classifier/],
  ] as const;
  const reason = expected.find(([file]) => file.test(name))?.[1] ?? /never/;
  expect(misses.map((miss) => miss.reason).join()).toMatch(reason);
});

test.each(refused.filter((name) => name.includes("wrong")))(
  "%s has the structure, but the numbers refuse it",
  async (name) => {
    const { graph } = decode(read(name));
    const [match] = recogniseClusterings(graph).matches;
    expect(match).toBeDefined();
    const checked = match && (await runClusteringCheck(match, graph, run));
    expect(checked?.trusted).toBe(false);
    expect(checked?.reason).toMatch(/differ from those of its centroid/);
  },
);

/** Feeds of any kind for a file's inputs: the same formula for every test, and every category that a file knows. */
function feedsFor(graph: Graph): Feeds {
  return Object.fromEntries(
    graph.inputs.map((value: Value): [string, Tensor] => {
      const { type, shape = [] } = typeOf(value);
      const dims = shape.map((size, axis) => (typeof size === "number" ? size : axis === 0 ? 6 : 4));
      const count = dims.reduce((product, size) => product * size, 1);
      const numbers = Array.from({ length: count }, (_, i) => Math.sin(3 * i + 1) * 3);
      const name = value.producer.kind === "input" ? value.producer.name : "";
      if (type === "string")
        return [
          name,
          texts(
            numbers.map((_, i) => ["a", "y", "", "Oslo", "b", "x"][i % 6] ?? ""),
            dims,
          ),
        ];
      if (type === "int64") return [name, longs(numbers.map(Math.round), dims)];
      return [name, type === "float64" ? doubles(numbers, dims) : floats(numbers, dims)];
    }),
  );
}

test.each(files)("%s computes the same after it was read, lowered and written again", async (name) => {
  const bytes = read(name);
  const { graph } = decode(bytes);
  const feeds = feedsFor(graph);
  const [theirs, ours] = [await runModel(bytes, feeds), await runGraph(graph, feeds)];
  for (const [output, { data, dims, type }] of Object.entries(theirs)) {
    expect(ours[output]).toMatchObject({ dims, type });
    data.forEach((each, i) => {
      // Summation order may differ: float32 distances of a few hundred to about 1e-4.
      if (Number.isNaN(each)) expect(ours[output]?.data[i]).toBeNaN();
      else expect(ours[output]?.data[i]).toBeCloseTo(Number(each), 3);
    });
  }
});
