import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, toBinary } from "@bufbuild/protobuf";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { ModelProtoSchema, TensorProto_DataLocation } from "../../../neuralize/src/onnx/generated/onnx_pb.ts";
import { openEngine } from "../engines/open-engine.ts";
import { openTable } from "../table/open-table.ts";
import type { Table } from "../table/table.ts";
import { explainTable } from "./explain-table.ts";
import { importedModel } from "./imported-model.ts";
import { readOnnx } from "./read-onnx.ts";

const models = join(import.meta.dirname, "../../../../test/fixtures/onnx-kmeans");
const wine = join(import.meta.dirname, "../../../../examples/wine.csv");

async function imported(table: Table, model: string, exclude: readonly string[] = []) {
  const engine = await openEngine("native", { threads: 1 });
  const request = { missing: "mean", seed: 0, restarts: 1, ...(exclude.length > 0 && { exclude }) } as const;
  return { engine, clustering: await importedModel(table, join(models, model), request, {}, engine) };
}

/** Assigned clusters of all rows, by the imported clustering; checks conservation on the way. */
async function assigned(table: Table, { engine, clustering }: Awaited<ReturnType<typeof imported>>): Promise<number[]> {
  const clusters: number[] = [];
  const request = { contrast: { target: "assigned" }, beta: 1 } as const;
  for await (const chunk of explainTable(table, clustering, engine, request)) {
    clusters.push(...Array.from(chunk.cluster));
    const width = clustering.columns.length;
    for (let row = 0; row < chunk.table.count; row++) {
      const relevance = Array.from({ length: width }, (_, j) => chunk.relevance[row * width + j] ?? Number.NaN);
      const total = relevance.reduce((sum, value) => sum + value, 0);
      const scale = relevance.reduce((sum, value) => sum + Math.abs(value), 1e-6);
      // Rounding of float32 over a dozen columns.
      expect(Math.abs(total - (chunk.evidence[row] ?? Number.NaN)) / scale).toBeLessThan(1e-5);
    }
  }
  return clusters;
}

test("a scaler in front of k-means is read off, and the assignment is the pipeline's own", async () => {
  const table = await openTable(wine);
  const model = "skl2onnx_pipeline_scaler_kmeans_op18.onnx";
  const found = await imported(table, model, ["cultivar"]);
  expect(found.clustering.centroids.length).toBe(3);
  // The mean and standard deviation of alcohol, which the pipeline was fitted on, in float32.
  expect(found.clustering.columns[0]).toMatchObject({ name: "alcohol", offset: expect.closeTo(13.000618, 5) });
  const clusters = await assigned(table, found);
  const rows = await table.database.connection.runAndReadAll(
    `SELECT ${table.columns
      .slice(0, 13)
      .map(({ name }) => `"${name}"::FLOAT`)
      .join(", ")} FROM ${table.relation} ORDER BY ${table.rowColumn}`,
  );
  const session = await InferenceSession.create(join(models, model), { logSeverityLevel: 3 });
  const { label } = await session.run({
    X: new Tensor("float32", Float32Array.from(rows.getRows().flat().map(Number)), [clusters.length, 13]),
  });
  expect(clusters).toEqual(Array.from(label?.data as BigInt64Array, Number));
  await table.close();
});

test("several inputs are columns by name; categories, codes and fills are the model's", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "neuralize-test-")), "people.csv");
  const cities = ["Berlin", "Paris", "Rome", ""];
  const lines = Array.from(
    { length: 40 },
    (_, i) => `${2000 + 37 * i},${i % 7 === 0 ? "" : 20 + i},${cities[i % 4]},${1 + (i % 3)}`,
  );
  writeFileSync(path, `income,age,city,channel\n${lines.join("\n")}\n`);
  const table = await openTable(path);
  const found = await imported(table, "after-skl2onnx_column_transformer_op15.onnx");
  expect(found.clustering.columns).toMatchObject([
    { name: "age", kind: "number", fill: expect.closeTo(40, 4) },
    { name: "income", kind: "number", scale: expect.closeTo(1000, 2) },
    // Berlin is none of the model's; a missing city is filled with Rome.
    { name: "city", kind: "category", categories: ["Oslo", "Paris", "Rome"], fill: 2 },
    { name: "channel", kind: "category", codes: [1, 2], weight: 1 },
  ]);
  expect((await assigned(table, found)).length).toBe(40);
  await table.close();
});

test.each([
  ["after-skl2onnx_normalizer_op13.onnx", "MIXED_COLUMNS", 4],
  ["skl2onnx_knn_cdist_op13.onnx", "NOTHING_RECOGNISED", 13],
  ["torch1.13_cosine_argmax_dyn.onnx", "NOTHING_RECOGNISED", 13],
  ["torch2.13-legacy_wrong19_dyn.onnx", "UNTRUSTED_MATCH", 13],
  ["skl2onnx_pipeline_scaler_kmeans_op13.onnx", "INPUT_MISMATCH", 4],
])("%s is refused with %s", async (model, code, width) => {
  const path = join(mkdtempSync(join(tmpdir(), "neuralize-test-")), "numbers.csv");
  const row = (i: number) => Array.from({ length: width }, (_, j) => ((i * 31 + j * 17) % 23) / 10 + 0.05).join(",");
  const header = Array.from({ length: width }, (_, j) => `c${j}`).join(",");
  writeFileSync(path, `${header}\n${Array.from({ length: 30 }, (_, i) => row(i)).join("\n")}\n`);
  const table = await openTable(path);
  await expect(imported(table, model)).rejects.toMatchObject({ code });
  await table.close();
});

test("external data outside the model's folder is refused", async () => {
  const folder = mkdtempSync(join(tmpdir(), "neuralize-test-"));
  writeFileSync(join(folder, "inside.bin"), new Uint8Array(4));
  const model = (location: string) =>
    toBinary(
      ModelProtoSchema,
      create(ModelProtoSchema, {
        irVersion: 8n,
        opsetImport: [{ domain: "", version: 17n }],
        graph: {
          name: "g",
          initializer: [
            {
              name: "w",
              dims: [1n],
              dataType: 1,
              dataLocation: TensorProto_DataLocation.EXTERNAL,
              externalData: [{ key: "location", value: location }],
            },
          ],
          node: [{ opType: "Identity", input: ["w"], output: ["y"] }],
          output: [{ name: "y" }],
        },
      }),
    );
  const path = join(folder, "model.onnx");
  writeFileSync(path, model("inside.bin"));
  expect(Object.keys((await readOnnx(path)).graph.outputs)).toEqual(["y"]);
  for (const location of ["../../etc/passwd", "/etc/passwd", "a/../../x"]) {
    writeFileSync(path, model(location));
    await expect(readOnnx(path)).rejects.toMatchObject({ code: "EXTERNAL_DATA_OUTSIDE" });
  }
});
