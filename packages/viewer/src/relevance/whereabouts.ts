import type { Cells } from "./decode-map.ts";

export interface Whereabouts {
  /** The smallest share of the picture's area that holds half of what speaks for the cluster, 0..1. */
  readonly halfOn: number;
  /** Where on the picture most of it lies, if it lies anywhere: "in the centre", "at the upper left". */
  readonly place: string | undefined;
}

const places = [
  ["at the upper left", "at the top", "at the upper right"],
  ["on the left", "in the centre", "on the right"],
  ["at the lower left", "at the bottom", "at the lower right"],
] as const;

/** A ninth of the picture has a name if it holds this share of what speaks for the cluster, three times its due. */
const enough = 1 / 3;

/** Where on a picture what speaks for its cluster lies; undefined if nothing does. */
export function whereabouts({ height, width, values }: Cells): Whereabouts | undefined {
  const positive = values.map((value) => Math.max(0, value));
  const total = positive.reduce((a, b) => a + b, 0);
  if (!(total > 0)) return undefined;
  const ninths = places.map((row) => row.map(() => 0));
  positive.forEach((value, cell) => {
    const row = ninths[Math.floor((3 * Math.floor(cell / width)) / height)];
    const column = Math.floor((3 * (cell % width)) / width);
    if (row !== undefined) row[column] = (row[column] ?? 0) + value / total;
  });
  const most = Math.max(...ninths.flat());
  const row = ninths.findIndex((shares) => shares.includes(most));
  const column = ninths[row]?.indexOf(most) ?? 0;
  return { halfOn: halfOn(positive, total), place: most >= enough ? places[row]?.[column] : undefined };
}

function halfOn(positive: Float32Array, total: number): number {
  const sizes = positive.slice().sort().reverse();
  let sum = 0;
  let cells = 0;
  while (cells < sizes.length && sum < total / 2) {
    sum += sizes[cells] ?? 0;
    cells++;
  }
  return cells / sizes.length;
}
