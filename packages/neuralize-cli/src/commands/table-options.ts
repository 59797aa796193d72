import { type Command, InvalidArgumentError, Option } from "commander";
import type { EngineName } from "../engines/open-engine.ts";
import type { ClusteringRequest } from "../model/clustering-request.ts";
import type { ClusterCount } from "../model/fit-points.ts";

/** Options that every command that reads a table has. */
export interface TableOptions extends Omit<ClusteringRequest, "clusters" | "model" | "centroids"> {
  readonly where?: string;
  readonly engine: EngineName;
  readonly threads?: number;
  readonly quiet?: boolean;
}

const list = (text: string): readonly string[] => {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) throw new InvalidArgumentError("Give names separated by commas.");
  return names;
};

export const wholeNumber =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least || number > most)
      throw new InvalidArgumentError(`Give a whole number of at least ${least}.`);
    return number;
  };

const clusterCount = (text: string): ClusterCount => {
  const range = /^(\d+)\.\.(\d+)$/.exec(text);
  if (range === null) return wholeNumber(1)(text);
  const [from, to] = [Number(range[1]), Number(range[2])];
  if (from < 2 || to < from) throw new InvalidArgumentError("A range is FROM..TO with 2 ≤ FROM ≤ TO, such as 2..10.");
  return { from, to };
};

/** Headings of the help texts of commands that read a table. */
export const groups = {
  clustering: "Clustering:",
  columns: "Columns and rows of a table:",
  explanation: "Explanation:",
  pictures: "Pictures:",
  output: "Output:",
  running: "Running:",
} as const;

/** Adds how k-means is fitted. */
export const withFitOptions = (command: Command): Command =>
  command
    .optionsGroup(groups.clustering)
    .option(
      "-k <number|range>",
      "clusters to fit: a number, or a range such as 2..10 of which the silhouette chooses",
      clusterCount,
    )
    .option("--seed <number>", "random seed", wholeNumber(0, 2 ** 32 - 1), 0)
    .option("--restarts <number>", "runs of k-means, of which the best is kept", wholeNumber(1, 10_000), 10);

/** Adds what is read of a table. */
export const withTableOptions = (command: Command): Command =>
  command
    .optionsGroup(groups.columns)
    .option("--columns <names>", "take exactly these columns, separated by commas", list)
    .option("--exclude <names>", "leave these columns out", list)
    .option("--categorical <names>", "columns of numbers that are codes", list)
    .option("--id <column>", "what the rows are called; never clustered by")
    .option("--label <column>", "held out, and compared with the clusters afterwards")
    .addOption(
      new Option("--scale <how>", "scaling of the columns (default when fitting: standard)").choices([
        "standard",
        "minmax",
        "none",
      ]),
    )
    .addOption(
      new Option("--missing <what>", "missing cells: fill with the mean, drop the row, or stop")
        .choices(["mean", "drop", "error"])
        .default("mean"),
    )
    .option("--where <sql>", "only rows for which this SQL condition holds");

/** Adds what computes, and how loudly. */
export const withRunningOptions = (command: Command): Command =>
  command
    .optionsGroup(groups.running)
    .addOption(new Option("--engine <name>", "where the network runs").choices(["native", "wasm"]).default("native"))
    .option("--threads <number>", "threads of the engine (default: as many as it likes)", wholeNumber(1, 1024))
    .option("--quiet", "no progress and no summary");

/** β ≥ 0, "auto" or "inf". */
export const stiffness = (text: string): number | "auto" => {
  if (text === "auto") return text;
  const number = text === "inf" ? Number.POSITIVE_INFINITY : Number(text);
  if (text.trim() === "" || Number.isNaN(number) || number < 0)
    throw new InvalidArgumentError("Give a number of at least 0, auto or inf.");
  return number;
};

export const clusterNumbers = (text: string): readonly number[] => [...new Set(list(text).map(wholeNumber(0)))];

/** "assigned" or a cluster number. */
export const clusterTarget = (text: string): "assigned" | number => (text === "assigned" ? text : wholeNumber(0)(text));

/** Where something is written; an empty shell variable is no place. */
export const place = (text: string): string => {
  if (text.trim() === "") throw new InvalidArgumentError("Give a path.");
  return text;
};
