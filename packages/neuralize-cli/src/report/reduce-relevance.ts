/** A grid of numbers, row by row. */
export interface Grid {
  readonly height: number;
  readonly width: number;
  readonly data: Float64Array;
}

/**
 * Relevance [C, H, W] of one picture, summed over its channels and over the pixels of each cell of a coarser grid whose
 * longer side has at most `most` cells. A pixel on the border of cells is shared by the area in each, so that the sum
 * over the grid is the sum over the pixels.
 *
 * @param relevance C·H·W values, row-major
 */
export function reduceRelevance(
  relevance: ArrayLike<number>,
  channels: number,
  height: number,
  width: number,
  most: number,
): Grid {
  const shrink = Math.min(1, most / Math.max(height, width));
  const rows = Math.max(1, Math.round(height * shrink));
  const columns = Math.max(1, Math.round(width * shrink));
  const across = overlaps(width, columns);
  const down = overlaps(height, rows);
  const data = new Float64Array(rows * columns);
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      for (const [row, part] of down[y] ?? []) {
        for (let x = 0; x < width; x++) {
          const value = part * (relevance[(c * height + y) * width + x] ?? 0);
          for (const [column, share] of across[x] ?? []) {
            const cell = row * columns + column;
            data[cell] = (data[cell] ?? 0) + share * value;
          }
        }
      }
    }
  }
  return { height: rows, width: columns, data };
}

/** For each of `length` pixels: the cells that it lies in, and its share in each. */
function overlaps(length: number, cells: number): readonly (readonly (readonly [cell: number, share: number])[])[] {
  const size = length / cells;
  return Array.from({ length }, (_, pixel) => {
    const first = Math.min(cells - 1, Math.floor(pixel / size));
    const border = (first + 1) * size;
    const inFirst = Math.min(1, border - pixel);
    return inFirst < 1 && first + 1 < cells
      ? [
          [first, inFirst],
          [first + 1, 1 - inFirst],
        ]
      : [[first, 1]];
  });
}
