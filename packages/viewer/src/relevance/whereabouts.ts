import type { Cells } from "./decode-map.ts";

export interface Whereabouts {
  /** The smallest share of the picture's area that holds half of what speaks for, or against, the cluster, 0..1. */
  readonly halfOn: number;
  /** Where on the picture most of it lies, if it lies anywhere: "in the centre", "at the upper left". */
  readonly place: string | undefined;
}

const places = [
  ["at the upper left", "at the top", "at the upper right"],
  ["on the left", "in the centre", "on the right"],
  ["at the lower left", "at the bottom", "at the lower right"],
] as const;

/** A ninth of the picture is named if it holds this share of its side, three times its due. */
const enough = 1 / 3;

/** Where on a picture what speaks for its cluster lies (side 1), or what speaks against it (−1); undefined if nothing does. */
export function whereabouts({ height, width, values }: Cells, side: 1 | -1): Whereabouts | undefined {
  const sizes = values.map((value) => Math.max(0, side * value));
  const total = sizes.reduce((a, b) => a + b, 0);
  if (!(total > 0)) return undefined;
  const ninths = places.map((row) => row.map(() => 0));
  sizes.forEach((value, cell) => {
    const row = ninths[Math.floor((3 * Math.floor(cell / width)) / height)];
    const column = Math.floor((3 * (cell % width)) / width);
    if (row !== undefined) row[column] = (row[column] ?? 0) + value / total;
  });
  const most = Math.max(...ninths.flat());
  const row = ninths.findIndex((shares) => shares.includes(most));
  const column = ninths[row]?.indexOf(most) ?? 0;
  return { halfOn: halfOn(sizes, total), place: most >= enough ? places[row]?.[column] : undefined };
}

function halfOn(sizes: Float32Array, total: number): number {
  const falling = sizes.slice().sort().reverse();
  let sum = 0;
  let cells = 0;
  while (cells < falling.length && sum < total / 2) {
    sum += falling[cells] ?? 0;
    cells++;
  }
  return cells / falling.length;
}
