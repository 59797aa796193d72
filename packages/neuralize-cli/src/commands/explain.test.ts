import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { decode } from "neuralize";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { afterAll, expect, test } from "vitest";
import { fixture, folderWith, runCommand } from "../../../../test/support/run-command.ts";
import { runBuiltInProcess } from "../../../../test/support/run-in-process.ts";
import { writeNpy } from "../npy/npy.ts";

const wine = fixture("../../examples/wine.csv");
const hostile = "<img src=x onerror=alert(1)>";
const groups = Array.from({ length: 12 }, (_, i) => ({
  x: (i % 3) * 10 + i / 10,
  y: -(i % 3) * 7 + (i % 2),
  s: i % 3,
}));
const centroids = [
  [0, 0],
  [10, -7],
  [20, -14],
];
const folder = folderWith({
  "hostile.csv": `"${hostile}",y,segment\n${groups.map(({ x, y, s }) => `${x},${y},g${s}`).join("\n")}\n`,
  "gaps.csv": `x,y\n${groups.map(({ x, y }, i) => `${i === 4 ? "" : x},${y}`).join("\n")}\n`,
  "holes.csv": 'x,"a;b",kind,whole,y\n,1,u,1,2\n2,3,u,3,1\n,,,5,1\n7,8,v,6,9\n8,7,v,7,8\n9,8,v,7,7\n9,7,,8,8\n',
  "xy.csv": `x,y\n${groups.map(({ x, y }) => `${x},${y}`).join("\n")}\n`,
  "c.csv": `${centroids.map((row) => row.join(",")).join("\n")}\n`,
  "c.json": JSON.stringify(centroids),
});
afterAll(folder.remove);

async function run(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runBuiltInProcess(words, folder.path);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return stdout;
}

type Row = Readonly<Record<string, number>>;

/** Explanations of any format, rows in the order of the file. */
async function explanationTable(out: string, format: string) {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const read = format === "json" ? "read_json" : format === "csv" ? "read_csv" : "read_parquet";
  const result = await connection.runAndReadAll(`FROM ${read}('${join(folder.path, out, `explanations.${format}`)}')`);
  return result.getRowObjects();
}

const explanations = async (out: string, format = "parquet"): Promise<readonly Row[]> =>
  (await explanationTable(out, format)).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, Number(cell)])),
  );

const relevanceOf = (row: Row): readonly number[] =>
  Object.entries(row).flatMap(([name, value]) => (name.startsWith("relevance_") ? [value] : []));

/**
 * Float32 has 24 bits, and relevance is a difference of squared distances: a row's sum is off by a few units of the
 * last place of the largest numbers in the table, also where its own evidence is 0.
 */
function expectConserved(rows: readonly Row[]): void {
  const largest = Math.max(...rows.flatMap((row) => [...relevanceOf(row), row.evidence ?? 0]).map(Math.abs));
  for (const row of rows) {
    const sum = relevanceOf(row).reduce((total, term) => total + term, 0);
    expect(Math.abs(sum - (row.evidence ?? Number.NaN))).toBeLessThanOrEqual(1e-6 * largest);
  }
}

const read = (...path: readonly string[]): string => readFileSync(join(folder.path, ...path), "utf8");

test("wine: five files, pure JSON on stdout, a model that explains again, an explainer that agrees", async () => {
  const said = JSON.parse(await run("explain", wine, "-k", "3", "--label", "cultivar", "--json", "-o", "wine"));
  expect(said).toMatchObject({ rows: 178, k: 3, comparison: { column: "cultivar", role: "label" } });
  // scikit-learn's partition of the same data has 0.897.
  expect(said.comparison.adjustedRand).toBeGreaterThan(0.85);
  expect(readdirSync(join(folder.path, "wine")).sort()).toEqual([
    "clusters.json",
    "explainer.onnx",
    "explanations.parquet",
    "model.json",
    "report.html",
  ]);
  const rows = await explanations("wine");
  expect(rows).toHaveLength(178);
  expect(Object.keys(rows[0] ?? {}).slice(0, 7)).toEqual([
    "row",
    "cluster",
    "runner_up",
    "evidence",
    "simplified_silhouette",
    "relevance_alcohol",
    "relevance_malic_acid",
  ]);
  expectConserved(rows);
  expect(rows.every(({ evidence = -1 }) => evidence >= 0)).toBe(true);
  const { clusters } = JSON.parse(read("wine", "clusters.json"));
  expect(clusters.map(({ size }: { size: number }) => size).reduce((a: number, b: number) => a + b)).toBe(178);

  expect(await run("explain", wine, "--model", "wine/model.json", "--quiet", "-o", "again")).toBe("");
  expect(await explanations("again")).toEqual(rows);
  expect(read("again", "explanations.parquet")).toBe(read("wine", "explanations.parquet"));

  await run("compile", "wine/model.json", "--quiet", "-o", "compiled.onnx");
  for (const path of ["wine/explainer.onnx", "compiled.onnx"]) {
    const bytes = new Uint8Array(readFileSync(join(folder.path, path)));
    const { "neuralize.beta": beta } = decode(bytes).metadata;
    const lines = readFileSync(wine, "utf8").trim().split("\n").slice(1);
    const x = Float32Array.from(lines.flatMap((line) => line.split(",").slice(0, 13).map(Number)));
    const session = await InferenceSession.create(bytes);
    const output = await session.run({
      x: new Tensor(x, [178, 13]),
      beta: new Tensor(Float32Array.of(Number(beta)), []),
    });
    expect(Array.from(output.cluster?.data ?? [], Number)).toEqual(rows.map(({ cluster }) => cluster));
    const largest = Math.max(...rows.flatMap(relevanceOf));
    const relevance = output.relevance?.data ?? [];
    // Raw rows are narrowed to float32 before they are scaled: 1e-5 of the largest relevance.
    rows.flatMap(relevanceOf).forEach((value, i) => {
      expect(Math.abs(Number(relevance[i]) - value)).toBeLessThan(1e-5 * largest);
    });
  }
});

test("as a process: JSON on stdout and nothing else anywhere", async () => {
  const { code, stdout, stderr } = await runCommand(
    ["explain", "xy.csv", "-k", "3", "--json", "-o", "process"],
    folder.path,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toMatchObject({ rows: 12, k: 3 });
  expect(readdirSync(join(folder.path, "process"))).toHaveLength(5);
});

test("the same seed gives the same files, and WASM gives the same as native", async () => {
  const fitted = ["explain", "xy.csv", "-k", "2..4", "--seed", "7", "--format", "csv", "-o"];
  expect(await run(...fitted, "first")).toMatch(/k = 3 has the highest mean silhouette of k = 2 to 4/);
  await run(...fitted, "second");
  for (const file of ["explanations.csv", "clusters.json", "model.json"])
    expect(read("second", file)).toBe(read("first", file));
  await run(...fitted, "wasm", "--engine", "wasm");
  const native = await explanations("first", "csv");
  (await explanations("wasm", "csv")).forEach((row, i) => {
    for (const [name, value] of Object.entries(row)) expect(value).toBeCloseTo(native[i]?.[name] ?? Number.NaN, 3);
  });
});

test("given clusters: the agreement, and a hostile name is text in the page", async () => {
  const said = await run("explain", "hostile.csv", "--clusters", "segment", "--format", "json", "-o", "given");
  expect(said.split("\n").slice(0, 2).join()).toContain("Every row is nearest to the centroid of its own segment");
  const page = read("given", "report.html");
  expect(page).not.toContain(hostile);
  expect(page).toContain(hostile.replace("<", "\\u003c"));
  const rows = await explanations("given", "json");
  expect(Object.keys(rows[0] ?? {})).toContain(`relevance_${hostile}`);
  expect(rows.map(({ cluster }) => cluster)).toEqual(groups.map(({ s }) => s));
});

test("own centroids in every format, any target, competitors, stiffness and filter", async () => {
  const data = Float64Array.from(centroids.flat());
  writeFileSync(join(folder.path, "c.npy"), writeNpy({ shape: [3, 2], data }));
  const given = (file: string, ...more: readonly string[]) =>
    run("explain", "xy.csv", "--centroids", file, "--format", "csv", "--quiet", "-o", `out-${file}`, ...more);
  await given("c.csv", "--scale", "none");
  await given("c.json", "--scale", "none");
  await given("c.npy", "--scale", "none");
  expect(read("out-c.json", "explanations.csv")).toBe(read("out-c.csv", "explanations.csv"));
  expect(read("out-c.npy", "explanations.csv")).toBe(read("out-c.csv", "explanations.csv"));

  await given("c.csv", "--scale", "none", "--target", "1", "--against", "0,2", "--beta", "inf", "--where", "x >= 10");
  const rows = await explanations("out-c.csv", "csv");
  const kept = groups.flatMap(({ x }, i) => (x >= 10 ? [i] : []));
  expect(rows.map(({ row }) => row)).toEqual(kept);
  expectConserved(rows);
  // Cluster 1 explained for rows of cluster 2: evidence against it.
  for (const { cluster, evidence = 0 } of rows) expect(Math.sign(evidence)).toBe(cluster === 1 ? 1 : -1);
});

test("what is explained instead of each row's own cluster is said", async () => {
  const words = ["explain", "xy.csv", "--centroids", "c.csv", "--scale", "none", "-o", "contrast"];
  expect(await run(...words, "--target", "1")).toMatch(
    /^Every row is explained for cluster 1, “.*”: its evidence is negative where another cluster is nearer\.$/m,
  );
  const trained = JSON.parse(read("contrast", "model.json")).training;
  const against = await run(...words, "--against", "1");
  expect(against).toContain("The 4 rows of cluster 1 have no competitor in --against 1;");
  // What the model says of itself does not depend on what was asked.
  expect(JSON.parse(read("contrast", "model.json")).training).toEqual(trained);
  expect(trained.meanEvidence).toBeGreaterThan(0);
  expect(against).toMatch(/^Cluster 1, .* is \w+ separated \(mean simplified silhouette \d\.\d\d\)\.$/m);
});

test("degenerate tables: duplicate centroids, a constant column, a single row, 400 columns", async () => {
  const wide = Array.from({ length: 12 }, (_, row) =>
    Array.from({ length: 400 }, (_, j) => ((row + 3) * (j + 7)) % 101),
  );
  const files = {
    "duplicates.csv": "0,0\n0,0\n20,-14\n",
    "constant.csv": "x,y,c\n1,2,7\n2,9,7\n8,1,7\n9,9,7\n",
    "single.csv": "x,y\n1,2\n",
    "wide.csv": `${wide[0]?.map((_, j) => `c${j}`).join(",")}\n${wide.map((row) => row.join(",")).join("\n")}\n`,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder.path, name), content);
  const explained = async (...words: readonly string[]) => {
    await run("explain", ...words, "--format", "csv", "--quiet", "-o", "degenerate");
    const rows = await explanations("degenerate", "csv");
    expect(rows.every((row) => Object.values(row).every(Number.isFinite))).toBe(true);
    expectConserved(rows);
    return rows;
  };
  const doubled = await explained("xy.csv", "--centroids", "duplicates.csv", "--scale", "none");
  // The lower of two equal centroids is assigned, its double is the runner-up, and nothing tells them apart.
  expect(doubled[0]).toMatchObject({ cluster: 0, runner_up: 1, evidence: 0 });
  const constant = await explained("constant.csv", "-k", "2");
  expect(constant.map(({ relevance_c }) => relevance_c)).toEqual([0, 0, 0, 0]);
  expect(await explained("single.csv", "--centroids", "c.csv", "--scale", "none")).toHaveLength(1);
  expect(Object.keys((await explained("wide.csv", "-k", "2"))[0] ?? {})).toHaveLength(405);
});

test("filled cells are named row by row in every format, and the folder holds one format at a time", async () => {
  const holes = async (format: string, ...more: readonly string[]) => {
    await run("explain", "holes.csv", ...more, "--format", format, "--quiet", "-o", "holes");
    const files = readdirSync(join(folder.path, "holes"));
    expect(files.filter((name) => name.startsWith("explanations"))).toEqual([`explanations.${format}`]);
    return explanationTable("holes", format);
  };
  const filled = ["x", null, 'x;"a;b";kind', null, null, null, "kind"];
  for (const format of ["csv", "json", "parquet"]) {
    expect((await holes(format, "-k", "2")).map((row) => row.filled)).toEqual(filled);
  }
  // A model fills as when it was fitted.
  expect((await holes("csv", "--model", "holes/model.json")).map((row) => row.filled)).toEqual(filled);
  for (const [row] of [await holes("csv", "-k", "2", "--missing", "drop"), await explanationTable("wine", "parquet")]) {
    expect(Object.keys(row ?? {})).not.toContain("filled");
  }
});

test("without -o the files go to out", async () => {
  expect(await run("explain", "xy.csv", "--centroids", "c.csv", "--scale", "none")).toContain(
    "report: out/report.html",
  );
  expect(readdirSync(join(folder.path, "out"))).toHaveLength(5);
});

test("fit writes a model alone, and says what was filled with what", async () => {
  expect(await run("fit", "xy.csv", "-k", "3", "-o", "deep/er/model.json")).toContain("model: deep/er/model.json");
  expect(readdirSync(join(folder.path, "deep/er"))).toEqual(["model.json"]);
  const own = JSON.parse(await run("explain", "gaps.csv", "-k", "3", "--beta", "2", "--json", "-o", "gaps"));
  expect(own.notes).toContain("1 cell of x is missing and filled with the mean.");
  const model = JSON.parse(
    await run("explain", "gaps.csv", "--model", "deep/er/model.json", "--json", "-o", "gaps-of-model"),
  );
  expect(model.notes).toContain("1 cell of x is missing and filled with the value that the model has for it.");
});
