import type { CategoryColumn, NumericColumn, TableColumn } from "neuralize";

/** A column that feeds an imported model, with values to try it with. */
export type ProbedColumn =
  | {
      readonly name: string;
      readonly kind: "number" | "date";
      readonly low: number;
      readonly high: number;
      readonly codes: readonly number[];
    }
  | { readonly name: string; readonly kind: "category"; readonly categories: readonly string[] };

/** The model's own preprocessing: rows in the order of the columns → points [rows][D]. */
export type Preprocessing = (
  rows: readonly (readonly (number | string)[])[],
) => Promise<readonly (readonly number[])[]>;

/** The columns in the order of their coordinates, or the first column that is treated otherwise. */
export type Probed = { readonly columns: readonly TableColumn[] } | { readonly unlike: string };

// float32 scaling of float32 values, twice.
const tolerance = 1e-4;

interface Placed {
  readonly first: number;
  readonly column: TableColumn;
}

/**
 * Finds out what a preprocessing does to every column by feeding it: a number that becomes one coordinate affinely is
 * (raw − offset) / scale, a value that switches one of several coordinates on is a category, and what a missing cell
 * becomes tells its fill. Anything else (PCA, normalization of rows) is no matter of single columns.
 */
export async function probePreprocessing(columns: readonly ProbedColumn[], run: Preprocessing): Promise<Probed> {
  const base = columns.map((column) =>
    column.kind === "category" ? (column.categories[0] ?? "") : (column.codes[0] ?? column.low),
  );
  const rowWith = (index: number, value: number | string) => base.map((each, i) => (i === index ? value : each));
  const [basePoint = []] = await run([base]);
  const placed: Placed[] = [];
  for (const [index, column] of columns.entries()) {
    const found = await (column.kind === "category"
      ? probeCategory(column.name, column.categories, undefined, index, rowWith, run)
      : probeNumber(column, index, rowWith, run));
    if (found === undefined) return { unlike: column.name };
    placed.push(found);
  }
  placed.sort((a, b) => a.first - b.first);
  const covered = placed.reduce(
    (next, { first, column }) => (first === next ? next + lengthOf(column) : Number.NaN),
    0,
  );
  return covered === basePoint.length
    ? { columns: placed.map(({ column }) => column) }
    : { unlike: placed[0]?.column.name ?? "" };
}

const lengthOf = (column: TableColumn): number => (column.kind === "category" ? column.categories.length : 1);

type RowWith = (index: number, value: number | string) => readonly (number | string)[];

async function probeNumber(
  column: Extract<ProbedColumn, { kind: "number" | "date" }>,
  index: number,
  rowWith: RowWith,
  run: Preprocessing,
): Promise<Placed | undefined> {
  const { name, kind, low, high, codes } = column;
  // Whole numbers stay whole: the model may take integers only.
  const middle = Number.isInteger(low) && Number.isInteger(high) ? 2 * high - low : low + 0.375 * (high - low);
  const [atLow = [], atHigh = [], atMiddle = [], missing = []] = await run(
    [low, high, middle, Number.NaN].map((value) => rowWith(index, value)),
  );
  const moved = atLow.flatMap((value, j) => (value !== atHigh[j] || value !== atMiddle[j] ? [j] : []));
  const [at] = moved;
  if (moved.length === 1 && at !== undefined) {
    const [y0, y1, y] = [atLow[at] ?? 0, atHigh[at] ?? 0, atMiddle[at] ?? 0];
    const scale = (high - low) / (y1 - y0);
    const offset = low - y0 * scale;
    if (
      Number.isFinite(scale) &&
      scale > 0 &&
      Math.abs(y0 + (middle - low) / scale - y) <= tolerance * Math.max(1, Math.abs(y1 - y0))
    ) {
      const filled = missing[at] ?? Number.NaN;
      const fill = Number.isNaN(filled) ? null : offset + scale * filled;
      return { first: at, column: { name, kind, offset, scale, fill } satisfies NumericColumn };
    }
  }
  return codes.length > 0 ? probeCategory(name, codes.map(String), codes, index, rowWith, run) : undefined;
}

async function probeCategory(
  name: string,
  categories: readonly string[],
  codes: readonly number[] | undefined,
  index: number,
  rowWith: RowWith,
  run: Preprocessing,
): Promise<Placed | undefined> {
  const values: readonly (number | string)[] = codes ?? categories;
  const points = await run([...values, codes ? Number.NaN : ""].map((value) => rowWith(index, value)));
  const seen = points.slice(0, values.length);
  const [head = []] = seen;
  const moved = head.flatMap((value, j) => (seen.some((point) => point[j] !== value) ? [j] : []));
  const weight = Math.max(0, ...moved.flatMap((j) => seen.map((point) => point[j] ?? 0)));
  // Every coordinate is switched on by one value; a value that switches on none is no category of the model's.
  const owners = moved.map((j) =>
    seen.flatMap((point, value) => (point[j] === 0 ? [] : [point[j] === weight ? value : -1])),
  );
  const order = owners.map(([owner = -1, ...others]) => (others.length === 0 ? owner : -1));
  const consecutive = moved.every((j, i) => j === (moved[0] ?? 0) + i);
  if (!consecutive || order.length === 0 || order.includes(-1) || new Set(order).size < order.length) return undefined;
  const missing = points[values.length] ?? [];
  const fill = order.findIndex((_, i) => missing[(moved[0] ?? 0) + i] === weight);
  return {
    first: moved[0] ?? 0,
    column: {
      name,
      kind: "category",
      categories: order.map((owner) => categories[owner] ?? ""),
      ...(codes && { codes: order.map((owner) => codes[owner] ?? 0) }),
      weight,
      fill: fill < 0 ? null : fill,
    } satisfies CategoryColumn,
  };
}
