// Parquet to Parquet through the command line: wall time and peak memory for 10⁶ and 10⁷ rows × 10 columns.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { machine, machineLine } from "./machine.ts";
import { publish, table } from "./results.ts";

const columns = 10;
const k = 5;
const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000_000, 10_000_000];
const arguments_ = ["-k", `${k}`, "--quiet"];

/** Round five centres, standard deviation about 1; the same rows for the same count. */
async function writeTable(path: string, rows: number): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "1GB" });
  const connection = await instance.connect();
  const cells = Array.from(
    { length: columns },
    (_, i) => `(hash(i % 5, ${i}) % 8)::DOUBLE + hash(i, ${i}) / 18446744073709551616 * 4 AS column_${i}`,
  );
  await connection.run(
    `COPY (SELECT ${cells.join(", ")} FROM range(${rows}) AS rows(i)) TO '${path}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
}

interface Measured {
  readonly rows: number;
  readonly seconds: number;
  readonly peakMiB: number;
  readonly writtenMiB: number;
}

function explain(folder: string, path: string, rows: number): Measured {
  const usage = join(folder, "usage.txt");
  const out = join(folder, `out-${rows}`);
  // The command reports its own peak when it ends; maxRSS is in KiB.
  const atExit = `import { writeFileSync } from "node:fs";
    process.on("exit", () => writeFileSync(${JSON.stringify(usage)}, String(process.resourceUsage().maxRSS)));`;
  const start = performance.now();
  const { status } = spawnSync(
    process.execPath,
    [`--import=data:text/javascript,${encodeURIComponent(atExit)}`, "scripts/neuralize.mjs", "explain", path].concat(
      arguments_,
      ["-o", out],
    ),
    { stdio: ["ignore", "inherit", "inherit"] },
  );
  if (status !== 0) throw new Error(`neuralize explain ended with ${status}`);
  return {
    rows,
    seconds: (performance.now() - start) / 1000,
    peakMiB: Number(readFileSync(usage, "utf8")) / 1024,
    writtenMiB: statSync(join(out, "explanations.parquet")).size / 2 ** 20,
  };
}

// Builds what is not built, so that no figure contains it.
spawnSync(process.execPath, ["scripts/neuralize.mjs", "--version"], { stdio: "ignore" });
const folder = mkdtempSync(join(tmpdir(), "bench-table-"));
const measured: Measured[] = [];
try {
  for (const rows of counts) {
    const path = join(folder, `${rows}.parquet`);
    await writeTable(path, rows);
    measured.push(explain(folder, path, rows));
  }
} finally {
  rmSync(folder, { recursive: true });
}

const here = machine();
const least = measured[0]?.peakMiB ?? Number.NaN;
await publish(
  "table",
  { machine: here, columns, k, command: ["neuralize", "explain", ...arguments_], measured },
  `\`neuralize explain\` from Parquet to Parquet, ${columns} columns, k = ${k} fitted. ${machineLine(here)}.

${table(
  ["rows", "seconds", "rows per second", "peak memory", "times the first", "explanations"],
  measured.map(({ rows, seconds, peakMiB, writtenMiB }) => [
    rows,
    seconds.toFixed(1),
    Math.round(rows / seconds),
    `${peakMiB.toFixed(0)} MiB`,
    (peakMiB / least).toFixed(2),
    `${writtenMiB.toFixed(0)} MiB`,
  ]),
)}`,
);
