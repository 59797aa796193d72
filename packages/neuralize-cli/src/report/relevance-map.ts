import { deflateRawSync } from "node:zlib";
import type { RelevanceMap } from "./image-page-data.ts";
import { type Grid, reduceRelevance } from "./reduce-relevance.ts";
import { significant } from "./rounding.ts";

/** Bytes go from −127 to 127. */
const levels = 127;

/**
 * Relevance of one picture as the page holds it; the format is described at `RelevanceMap`.
 *
 * @param relevance [C, H, W], row-major; all finite
 * @param most cells of the longer side at most; the picture's own size if it is smaller
 */
export function packRelevanceMap(
  relevance: ArrayLike<number>,
  shape: { readonly channels: number; readonly height: number; readonly width: number },
  explained: Pick<RelevanceMap, "against" | "evidence">,
  most = 112,
): RelevanceMap {
  return packGrid(reduceRelevance(relevance, shape.channels, shape.height, shape.width, most), explained);
}

/** A grid of relevance, already summed over channels and pixels, as the page holds it. */
export function packGrid(grid: Grid, { against, evidence }: Pick<RelevanceMap, "against" | "evidence">): RelevanceMap {
  const sizes = grid.data.map(Math.abs).sort();
  // Rounded first: the page decodes with what is written.
  const largest = significant(sizes.at(-1) ?? 0);
  let positive = 0;
  let negative = 0;
  const codes = new Int8Array(grid.data.length);
  grid.data.forEach((value, cell) => {
    if (value > 0) positive += value;
    else negative += value;
    const size = largest > 0 ? Math.min(1, Math.abs(value) / largest) : 0;
    codes[cell] = Math.sign(value) * Math.round(levels * Math.sqrt(size));
  });
  return {
    against,
    evidence: significant(evidence),
    height: grid.height,
    width: grid.width,
    largest,
    percentile99: significant(sizes[Math.round(0.99 * (sizes.length - 1))] ?? 0),
    positive: significant(positive),
    negative: significant(negative),
    data: deflateRawSync(new Uint8Array(codes.buffer), { level: 9 }).toString("base64"),
  };
}
