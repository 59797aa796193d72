import type { Cells } from "./decode-map.ts";

/** The share of cells that may be saturated: a few strong ones must not make all others pale. */
const saturated = 0.01;

/** |relevance| at which colours are saturated: that of all but the strongest hundredth; 0 for an empty map. */
export function saturation({ values }: Pick<Cells, "values">): number {
  const sizes = values.map(Math.abs).sort();
  const percentile = sizes[Math.round((1 - saturated) * (sizes.length - 1))] ?? 0;
  // Relevance that is nowhere but in a few cells.
  return percentile > 0 ? percentile : (sizes.at(-1) ?? 0);
}
