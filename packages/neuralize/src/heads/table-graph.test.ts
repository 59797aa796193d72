import { expect, test } from "vitest";
import { floats, runGraph } from "../../../../test/support/run-graph.ts";
import { compile } from "../compile.ts";
import { randomFrom } from "../fit/random.ts";
import { explainKMeans } from "./closed-form/explain-kmeans.ts";
import { tableGraph } from "./table-graph.ts";
import type { TableColumn, TableModel } from "./table-model.ts";

const categories = { name: "region", kind: "category", categories: ["north", "south", "west"], weight: 1.3 } as const;
const number = { name: "age", kind: "number", offset: 40, scale: 12, fill: null } as const;

const modelOf = (columns: readonly TableColumn[], centroids: readonly (readonly number[])[]): TableModel => ({
  format: "neuralize-kmeans",
  version: 1,
  columns,
  scaling: "standard",
  centroids,
  beta: 1,
  clusters: centroids.map((_, cluster) => ({ cluster, name: `${cluster}`, size: 1 })),
});

/** One raw row in encoded space, straight from what `TableColumn` says. */
const encodedByHand = (columns: readonly TableColumn[], row: readonly number[]): readonly number[] =>
  columns.flatMap((column, i) => {
    const raw = row[i] ?? Number.NaN;
    if (column.kind !== "category") {
      const filled = Number.isNaN(raw) ? (column.fill ?? Number.NaN) : raw;
      return [(filled - column.offset) / column.scale];
    }
    const codes = column.codes ?? column.categories.map((_, j) => j);
    const filled = Number.isNaN(raw) ? codes[column.fill ?? -1] : raw;
    return codes.map((code) => (code === filled ? column.weight : 0));
  });

/** Relevance in raw columns: the sum over what a column was encoded to. */
function byColumn(columns: readonly TableColumn[], encoded: readonly number[]): readonly number[] {
  let next = 0;
  return columns.map((column) => {
    const width = column.kind === "category" ? column.categories.length : 1;
    next += width;
    return encoded.slice(next - width, next).reduce((sum, value) => sum + value, 0);
  });
}

async function compare(model: TableModel, rows: readonly (readonly number[])[], beta = 0.2) {
  const { graph, head } = tableGraph(model);
  const run = await runGraph(compile(graph, { head }).graph, {
    x: floats(rows.flat(), [rows.length, model.columns.length]),
    beta: floats([beta], []),
  });
  const encoded = rows.map((row) => encodedByHand(model.columns, row));
  const columns = encoded[0]?.length ?? 0;
  const oracle = explainKMeans(
    { data: Float64Array.from(encoded.flat()), rows: rows.length, columns },
    { data: Float64Array.from(model.centroids.flat()), rows: model.centroids.length, columns },
    { beta },
  );
  const expected = rows.flatMap((_, n) =>
    byColumn(model.columns, Array.from(oracle.relevance.data.subarray(n * columns, (n + 1) * columns))),
  );
  const relevance = run.relevance?.data as readonly number[];
  expect(run.cluster?.data).toEqual([...oracle.cluster]);
  expect(relevance).toHaveLength(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  for (const [i, value] of expected.entries())
    expect(Math.abs((relevance[i] ?? Number.NaN) - value), `entry ${i}`).toBeLessThanOrEqual(1e-5 * scale);
  return { relevance, expected };
}

function centroidsFor(columns: readonly TableColumn[], count: number, seed: number): readonly (readonly number[])[] {
  const random = randomFrom(seed);
  const width = columns.reduce((sum, column) => sum + (column.kind === "category" ? column.categories.length : 1), 0);
  return Array.from({ length: count }, () => Array.from({ length: width }, () => 3 * random() - 1.5));
}

test("numbers, dates and categories in any order, as encoding by hand and the closed form say", async () => {
  const columns: readonly TableColumn[] = [
    { ...categories, fill: null },
    number,
    { name: "joined", kind: "date", offset: 1.6e12, scale: 2 ** 34, fill: null },
    { ...categories, name: "code", codes: [7, 0.1, -3], fill: null },
    { ...number, name: "height", offset: -2, scale: 0.25 },
  ];
  const rows = [
    [0, 31, 1.6e12 + 2 ** 33, 7, -1.75],
    [2, 65, 1.6e12 - 2 ** 34, Math.fround(0.1), -2.5],
    [1, 40, 1.6e12, -3, -2],
  ].map((row) => row.map(Math.fround));
  // By hand, a code is compared as the float32 that the graph is fed.
  const fed = columns.map((column) =>
    column.kind === "category" && column.codes ? { ...column, codes: column.codes.map(Math.fround) } : column,
  );
  await compare(modelOf(fed, centroidsFor(columns, 4, 1)), rows);
});

test("a category that the model does not know is none of its categories", async () => {
  const columns: readonly TableColumn[] = [number, { ...categories, codes: [1, 2, 3], fill: null }];
  await compare(modelOf(columns, centroidsFor(columns, 3, 2)), [
    [40, 9],
    [40, 2],
  ]);
});

test("missing cells count as the model's fill, and the relevance is the column's", async () => {
  const columns: readonly TableColumn[] = [
    { ...number, fill: 47 },
    number,
    { ...categories, fill: 2 },
    { ...categories, name: "code", codes: [10, 20, 30], fill: 0 },
  ];
  const model = modelOf(columns, centroidsFor(columns, 3, 3));
  const { relevance } = await compare(model, [
    [Number.NaN, 31, Number.NaN, Number.NaN],
    [52, 31, 0, 20],
  ]);
  const filled = await compare(model, [
    [47, 31, 2, 10],
    [52, 31, 0, 20],
  ]);
  expect(relevance).toEqual(filled.relevance);
});

test("a single column of either kind", async () => {
  await compare(modelOf([number], [[-1], [0.5], [2]]), [[31], [47]]);
  await compare(
    modelOf(
      [{ ...categories, fill: null }],
      [
        [1.3, 0, 0],
        [0, 1.3, 0],
        [0, 0.2, 1],
      ],
    ),
    [[0], [1], [2]],
  );
});

test("a constant column has no relevance", async () => {
  const columns: readonly TableColumn[] = [number, { ...number, name: "constant", offset: 5, scale: 1 }];
  const { relevance } = await compare(
    modelOf(columns, [
      [-1, 0],
      [1, 0],
    ]),
    [
      [31, 5],
      [47, 5],
    ],
  );
  expect([relevance[1], relevance[3]]).toEqual([0, 0]);
});

test("columns 1000 standard deviations from the origin lose nothing that float32 input holds", async () => {
  const random = randomFrom(4);
  const columns: readonly TableColumn[] = Array.from({ length: 6 }, (_, i) => ({
    name: `x${i}`,
    kind: "number",
    offset: 1000.123 * (i + 1),
    scale: i + 1,
    fill: null,
  }));
  const rows = Array.from({ length: 100 }, () =>
    columns.map((column) =>
      column.kind === "category" ? 0 : Math.fround(column.offset + column.scale * (4 * random() - 2)),
    ),
  );
  await compare(modelOf(columns, centroidsFor(columns, 4, 5)), rows);
});

test("codes that float32 would confuse are told by their places", async () => {
  const codes = [16777216, 16777217, 20240001];
  const column: TableColumn = {
    name: "zip",
    kind: "category",
    categories: codes.map(String),
    codes,
    weight: 1,
    fill: 0,
  };
  const centroids = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const { graph, head } = tableGraph(modelOf([column], centroids));
  const { cluster } = await runGraph(compile(graph, { head }).graph, {
    x: floats([0, 1, 2, Number.NaN], [4, 1]),
    beta: floats([1], []),
  });
  expect(Array.from(cluster?.data ?? [], Number)).toEqual([0, 1, 2, 0]);
});
