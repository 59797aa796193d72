import { readFileSync } from "node:fs";
import { standardColumns, type TestTable } from "./explained-rows.ts";

const [header = "", ...lines] = readFileSync(new URL("../fixtures/wine.csv", import.meta.url), "utf8")
  .trim()
  .split(/\r?\n/);
const cells = lines.map((line) => line.split(","));
const rows = cells.map((row) => row.slice(0, -1).map(Number));

/** Wine under standard scaling, with the cultivar as label. */
export const wine: TestTable & { readonly labels: readonly string[] } = {
  columns: standardColumns(header.split(",").slice(0, -1), rows),
  rows,
  labels: cells.map((row) => row.at(-1) ?? ""),
};

export const cultivars = ["class_0", "class_1", "class_2"];

/** The mean of every cultivar in encoded space: a clustering that was given. */
export const cultivarMeans = cultivars.map((cultivar) => {
  const members = rows.filter((_, row) => wine.labels[row] === cultivar);
  return wine.columns.map((column, c) => {
    if (column.kind === "category") return 0;
    const mean = members.reduce((sum, row) => sum + (row[c] ?? 0), 0) / members.length;
    return (mean - column.offset) / column.scale;
  });
});
