import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { TableModel } from "neuralize";
import { afterAll, expect, test } from "vitest";
import { parseModel, readModel, writeModel } from "./model-file.ts";

const folder = mkdtempSync(join(tmpdir(), "neuralize-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const model: TableModel = {
  format: "neuralize-kmeans",
  version: 1,
  columns: [
    { name: "x", kind: "number", offset: 0.1, scale: 3, fill: null },
    { name: "day", kind: "date", offset: 1e12, scale: 1e9, fill: 1e12 },
    { name: "c", kind: "category", categories: ["1", "2"], codes: [1, 2], weight: 1.5, fill: 1 },
  ],
  scaling: "standard",
  centroids: [
    [0.1, 1 / 3, 0, 1.5],
    [-1e-30, 5, 1.5, 0],
  ],
  beta: null,
  clusters: [
    { cluster: 0, name: "low x", size: 3 },
    { cluster: 1, name: "high x", size: 4 },
  ],
  training: { source: "t.csv", rows: 7, seed: 1, restarts: 10, inertia: 2.5, meanEvidence: 1.25 },
};

test("a model comes back as it was written, one line per centroid", async () => {
  const path = join(folder, "model.json");
  writeModel(path, model);
  expect(await readModel(path)).toEqual(model);
  expect(readFileSync(path, "utf8")).toContain(`\n    [-1e-30,5,1.5,0]\n  ]\n}\n`);
});

type Edit = (copy: Record<string, unknown>) => void;
const column =
  (index: number, change: object): Edit =>
  (copy) => {
    copy.columns = model.columns.map((entry, i) => (i === index ? { ...entry, ...change } : entry));
  };

test.each<[string, Edit, RegExp]>([
  [
    "another format",
    (copy) => {
      copy.format = "onnx";
    },
    /"onnx" version 1/,
  ],
  [
    "a newer version",
    (copy) => {
      copy.version = 2;
    },
    /version 2.*reads "neuralize-kmeans" version 1/,
  ],
  [
    "no centroids",
    (copy) => {
      delete copy.centroids;
    },
    /"centroids" is missing/,
  ],
  [
    "an empty list",
    (copy) => {
      copy.centroids = [];
    },
    /centroids: there are none/,
  ],
  [
    "too short a centroid",
    (copy) => {
      copy.centroids = [[1, 2, 3, 4], [1]];
    },
    /centroids\[1\]: it has 1 numbers but the columns encode to 4/,
  ],
  [
    "a text for a number",
    (copy) => {
      copy.centroids = [
        [1, "2", 3, 4],
        [1, 2, 3, 4],
      ];
    },
    /centroids\[0\]\[1\]: it is "2" where a finite number/,
  ],
  ["a scale of 0", column(0, { scale: 0 }), /columns\[0\].scale: it is 0 where a positive number/],
  ["an unknown kind", column(0, { kind: "text" }), /columns\[0\].kind.*one of number, date, category/],
  ["an unknown fill", column(2, { fill: 2 }), /columns\[2\].fill.*whole number from 0 to 1/],
  ["too few codes", column(2, { codes: [1] }), /columns\[2\].codes: there are 1 for 2 categories/],
  ["categories twice", column(2, { categories: ["1", "1"] }), /not all different/],
  ["columns twice", column(1, { name: "x" }), /"x" occurs twice/],
  [
    "a negative β",
    (copy) => {
      copy.beta = -1;
    },
    /beta: it is -1 where a number of at least 0/,
  ],
  [
    "clusters that are not the centroids'",
    (copy) => {
      copy.clusters = [];
    },
    /there are 0 for 2 centroids/,
  ],
  [
    "clusters out of order",
    (copy) => {
      copy.clusters = [...model.clusters].reverse();
    },
    /clusters\[0\].cluster: it is 1 where 0/,
  ],
  [
    "an unknown scaling",
    (copy) => {
      copy.scaling = "robust";
    },
    /scaling: it is "robust"/,
  ],
])("%s is refused", (_, edit, message) => {
  const copy: Record<string, unknown> = { ...model };
  edit(copy);
  expect(() => parseModel(JSON.stringify(copy), "m.json")).toThrow(message);
});

test("whatever JSON or text comes, the answer is a model or an error of ours", () => {
  const codes = ["WRONG_MODEL", "UNKNOWN_MODEL_VERSION"];
  const refused = (text: string) => {
    try {
      parseModel(text, "m.json");
    } catch (error) {
      expect(error).toMatchObject({ name: "NeuralizeError", code: expect.toSatisfy((code) => codes.includes(code)) });
    }
  };
  fc.assert(fc.property(fc.json(), refused));
  const text = JSON.stringify(model);
  fc.assert(fc.property(fc.nat(text.length), (length) => refused(text.slice(0, length))));
  // Any field replaced by anything.
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(model)), fc.jsonValue(), (key, value) =>
      refused(JSON.stringify({ ...model, [key]: value })),
    ),
  );
});
