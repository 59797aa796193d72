import fc from "fast-check";
import { expect, test } from "vitest";
import { explainedChunks, type TestTable, tableProfile } from "../../../../test/report/explained-rows.ts";
import { cultivarMeans, cultivars, wine } from "../../../../test/report/wine.ts";
import { clusterNames } from "./cluster-names.ts";
import { clustersFile } from "./clusters-file.ts";
import type { ReportData } from "./page-data.ts";
import { reportData } from "./report-data.ts";
import { runSummary, runSummaryText } from "./run-summary.ts";
import { type SummaryRequest, summarizeClustering } from "./summarize-clustering.ts";

/** Everything that is written about a clustering. */
function written(table: TestTable, centroids: SummaryRequest["centroids"], label?: SummaryRequest["label"]) {
  const { columns } = table;
  const accumulator = summarizeClustering({ columns, centroids, seed: 0, ...(label && { label }) });
  for (const chunk of explainedChunks(table, centroids)) accumulator.add(chunk);
  const summary = accumulator.finish();
  const names = label?.role === "clusters" ? label.names : clusterNames(summary, columns);
  const profile = tableProfile(table);
  const run = { title: "t.csv", columns, summary, names, notes: ["A note."], files: { report: "out/report.html" } };
  return {
    report: reportData({
      title: "t.csv",
      model: { columns, centroids },
      beta: null,
      profile,
      summary,
      names,
      provenance: {
        command: "neuralize explain t.csv",
        version: "0.1.0",
        engine: "native",
        seed: 0,
        scaling: "standard",
        restarts: 1,
        notes: ["A note."],
      },
    }),
    clusters: clustersFile({ summary, columns, profile, names, notes: ["A note."] }),
    summary: runSummary(run),
    text: runSummaryText(run),
  };
}

const given = { column: "target", role: "clusters", names: cultivars } as const;
const { report, clusters, summary, text } = written(wine, cultivarMeans, given);

test("what a page computes from the embedded numbers agrees with the files", () => {
  const dimensions = 13;
  const [chunk] = explainedChunks(wine, cultivarMeans);
  let largest = 0;
  report.rows.cluster.forEach((cluster, place) => {
    const own = report.centroids[cluster] ?? [];
    const other = report.centroids[report.rows.runnerUp[place] ?? 0] ?? [];
    for (let j = 0; j < dimensions; j++) {
      const x = report.rows.encoded[place * dimensions + j] ?? Number.NaN;
      const relevance = (x - (other[j] ?? 0)) ** 2 - (x - (own[j] ?? 0)) ** 2;
      largest = Math.max(largest, Math.abs(relevance - (chunk?.relevance[place * dimensions + j] ?? Number.NaN)));
    }
  });
  // 2 |μ − μ'| ≤ 5 times an error of 1e-8 of a spread of at most 10.
  expect(largest).toBeLessThan(5e-7);
});

test("rows of the report are found by their place in it", () => {
  report.clusters.forEach(({ typical, borderline }, cluster) => {
    const evidence = [...typical, ...[...borderline].reverse()].map((place) => report.rows.evidence[place] ?? 0);
    expect(evidence).toEqual([...evidence].sort((a, b) => b - a));
    for (const place of [...typical, ...borderline]) expect(report.rows.cluster[place]).toBe(cluster);
  });
  expect(report.comparison?.disagreeing?.map((place) => report.rows.row[place])).toEqual([73, 83, 95, 118]);
  expect(report.rows.raw[0]?.slice(0, 2)).toEqual([14.23, 13.2]);
  expect(report.rows.label?.[177]).toBe("class_2");
});

test("the projection puts rows and centroids in one plane", () => {
  expect(report.projection.explained[0]).toBeCloseTo(0.36198848, 6);
  report.clusters.forEach(({ cluster }) => {
    const members = report.rows.label?.flatMap((label, place) => (label === cultivars[cluster] ? place : [])) ?? [];
    for (const axis of [0, 1] as const) {
      const mean =
        members.reduce((sum, place) => sum + (report.rows.projected[2 * place + axis] ?? 0), 0) / members.length;
      // A projection is affine: the mean of a cultivar's rows is its centroid, up to five decimals of each.
      expect(report.projection.centroids[cluster]?.[axis]).toBeCloseTo(mean, 4);
    }
  });
});

test("columns own their coordinates in order", () => {
  const columns = [
    { name: "x", kind: "number", offset: 1, scale: 2, fill: 1 },
    { name: "c", kind: "category", categories: ["p", "q", "r"], weight: 1, fill: 0 },
    { name: "d", kind: "date", offset: 0, scale: 1e9, fill: null },
  ] as const;
  const rows = [
    [3, "p", 0],
    [null, "r", 1e12 + 0.25],
  ];
  const mixed = written({ columns, rows }, [
    [1, 1, 0, 0, 0],
    [0, 0, 0, 1, 1000],
  ]);
  expect(mixed.report.columns.map(({ encodedStart, encodedLength }) => [encodedStart, encodedLength])).toEqual([
    [0, 1],
    [1, 3],
    [4, 1],
  ]);
  expect(mixed.report.columns.map(({ filled }) => filled)).toEqual([1, 0, 0]);
  expect(mixed.report.rows.raw).toEqual([
    [3, null],
    ["p", "r"],
    [0, 1e12],
  ]);
  expect(mixed.clusters.clusters[1]?.columns[2]).toMatchObject({
    kind: "date",
    members: { mean: "2001-09-09T01:46:40.000Z" },
  });
});

test("clusters.json tells what drives membership beside what members look like", () => {
  const [first] = clusters.clusters;
  expect(clusters).toMatchObject({ format: "neuralize-clusters", version: 1, rows: 178 });
  expect(first).toMatchObject({ name: "class_0", size: 61 });
  expect(first?.columns[0]).toMatchObject({
    column: "alcohol",
    members: { median: 13.74, quartiles: [13.3, 14.1] },
    whole: { mean: 13.00062 },
  });
  expect(first?.typical[0]?.evidence).toBeGreaterThan(first?.borderline[0]?.evidence ?? Number.NaN);
  expect(clusters.comparison).toMatchObject({ adjustedRand: 0.9308729, agreement: 0.9775281 });
});

test("the terminal opens with the table, then how far the given clusters are recovered", () => {
  const lines = text.split("\n");
  expect(lines[0]).toBe("t.csv: 178 rows, 13 columns, 3 clusters, weakly separated (mean simplified silhouette 0.41).");
  expect(lines[1]).toMatch(/^98 % of the rows are nearest to the centroid of their own target; 4 rows are not/);
  expect(lines.filter((line) => line.startsWith("Cluster "))).toEqual(summary.clusters.map(({ sentence }) => sentence));
  expect(lines.at(-1)).toBe("report: out/report.html");
});

test("names from data cannot move the terminal's cursor", () => {
  const columns = [{ name: "\u001b[2Jx", kind: "number", offset: 0, scale: 1, fill: null }] as const;
  const shown = written({ columns, rows: [[0], [9]] }, [[0], [9]]);
  expect(shown.text).not.toContain("\u001b");
  expect(shown.report.columns[0]?.name).toBe("\u001b[2Jx");
});

const numbers = (...names: readonly string[]) =>
  names.map((name) => ({ name, kind: "number", offset: 0, scale: 1, fill: null }) as const);

/** Numbers that JSON would write as null, with where they are. */
function unwritable(value: unknown, path = ""): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [`${path}: ${value}`];
  if (value === undefined) return [`${path}: undefined`];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => unwritable(child, `${path}/${key}`));
}

function expectSound(everything: ReturnType<typeof written>) {
  expect(unwritable(everything)).toEqual([]);
  expect(JSON.parse(JSON.stringify(everything))).toEqual(everything);
  expect(everything.text).not.toMatch(/NaN|undefined|Infinity/);
}

const awkward: readonly [string, TestTable["rows"], SummaryRequest["centroids"]][] = [
  [
    "a single row",
    [[1, 2]],
    [
      [1, 2],
      [5, 6],
    ],
  ],
  [
    "constant columns",
    [
      [3, 3],
      [3, 3],
      [3, 3],
    ],
    [
      [3, 3],
      [4, 4],
    ],
  ],
  [
    "duplicated centroids",
    [
      [0, 0],
      [1, 1],
      [5, 5],
    ],
    [
      [0, 0],
      [0, 0],
      [5, 5],
    ],
  ],
  [
    "only duplicated centroids",
    [
      [0, 0],
      [1, 1],
    ],
    [
      [0, 0],
      [0, 0],
    ],
  ],
  [
    "a cluster without rows",
    [
      [0, 0],
      [1, 1],
    ],
    [
      [0, 0],
      [1, 1],
      [99, 99],
    ],
  ],
  [
    "a row far away",
    [
      [0, 0],
      [1e30, -1e30],
    ],
    [
      [0, 0],
      [1e30, -1e30],
    ],
  ],
  [
    "tiny differences",
    [
      [1e-30, 0],
      [2e-30, 0],
    ],
    [
      [1e-30, 0],
      [2e-30, 0],
    ],
  ],
];

test.each(awkward)("no NaN: %s", (_, rows, centroids) => {
  expectSound(written({ columns: numbers("x", "y"), rows }, centroids));
});

test("no NaN: no rows, missing cells only, no labels at all", () => {
  const columns = [
    { name: "x", kind: "number", offset: 0, scale: 1, fill: 0 },
    { name: "c", kind: "category", categories: ["p", "q"], weight: 1, fill: 0 },
  ] as const;
  const centroids = [
    [0, 1, 0],
    [1, 0, 1],
  ];
  const label = { column: "target", role: "label" } as const;
  expectSound(written({ columns, rows: [] }, centroids));
  expectSound(
    written(
      {
        columns,
        rows: [
          [null, null],
          [null, null],
        ],
        labels: [null, null],
      },
      centroids,
      label,
    ),
  );
  expectSound(written({ columns, rows: [[1, null]], labels: ["a"] }, centroids, label));
});

test("no NaN whatever the rows and centroids", () => {
  const cell = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 });
  const centroids = fc.array(fc.tuple(cell, cell), { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(rows, centroids, (points, places) => {
      expectSound(written({ columns: numbers("x", "y"), rows: points }, places));
    }),
  );
});

test("the report's data is the viewer's type, version 1", () => {
  const data: ReportData = report;
  expect(data.version).toBe(1);
  expect(data.rows.count).toBe(178);
  expect(data.rows.encoded.length).toBe(178 * 13);
});
