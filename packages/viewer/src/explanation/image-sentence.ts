import type { RelevanceMap, ReportImage } from "../image-report-data.ts";
import type { Whereabouts } from "../relevance/whereabouts.ts";
import { formatShare } from "../text/numbers.ts";
import type { Phrase } from "../text/phrase.ts";
import { isNearTie } from "./near-tie.ts";

/** What is smaller than this share of the other side is little, and what is smaller than that is some. */
const little = 0.1;
const some = 0.5;

/** The cluster that a map contrasts with: the nearest one where it is all of them. */
export const competitorOf = (image: ReportImage, { against }: Pick<RelevanceMap, "against">): number =>
  against === "all" ? image.runnerUp : against;

/**
 * Why an image is in its cluster, in one sentence generated from the signed numbers of a map: where what speaks for it
 * lies (once the map has been decoded), and how much speaks against.
 *
 * @param where whereabouts of the stronger side of the map
 * @param soft whether the evidence against all is no minimum of the margins: its sign then does not tell which is nearer
 */
export function imageSentence(
  image: ReportImage,
  map: RelevanceMap,
  where: Whereabouts | undefined,
  meanEvidence: number,
  soft = false,
): readonly Phrase[] {
  const nearer = soft && map.against === "all" ? (image.margins[image.runnerUp] ?? map.evidence) : map.evidence;
  const own: Phrase = { cluster: image.target };
  const other: Phrase = { cluster: competitorOf(image, map) };
  if (nearer === 0) {
    return ["It lies exactly as near to cluster ", other, " as to ", own, "; ", ...sides(map), "."];
  }
  const clearly = nearer > 0 && !isNearTie(nearer, meanEvidence);
  if (clearly) {
    const rest: readonly Phrase[] = map.against === "all" ? [" rather than any other"] : [" rather than ", other];
    return ["It is in cluster ", own, ...rest, ...location(map, where, "it"), "; ", ...sides(map), "."];
  }
  const beginning: readonly Phrase[] =
    nearer > 0 || isNearTie(nearer, meanEvidence)
      ? ["It is nearly a tie between cluster ", own, " and ", other]
      : ["It lies nearer to cluster ", other, " than to ", own];
  // With two clusters before it, "it" could be either.
  return [...beginning, ...location(map, where, own), "; ", ...sides(map), "."];
}

/** The side of a map that is told of: what speaks against if there is more of it. */
export const strongerSide = ({ positive, negative }: Pick<RelevanceMap, "positive" | "negative">): 1 | -1 =>
  -negative > positive ? -1 : 1;

function location(map: RelevanceMap, where: Whereabouts | undefined, cluster: Phrase): readonly Phrase[] {
  if (where === undefined || (map.positive === 0 && map.negative === 0)) return [];
  const side = strongerSide(map) === 1 ? "for" : "against";
  const place = where.place === undefined ? ", here and there" : `, first of all ${where.place}`;
  return [
    ": half of what speaks ",
    { words: side, sign: side },
    " ",
    cluster,
    ` lies on ${formatShare(where.halfOn)} of the picture${place}`,
  ];
}

/** How much speaks against, beside what speaks for. */
function sides({ positive, negative }: RelevanceMap): readonly Phrase[] {
  const against: Phrase = { words: "against", sign: "against" };
  const size = -negative;
  if (positive === 0) return [`nothing speaks for it${size === 0 ? " or " : ", only "}`, against, " it"];
  if (size > positive) return ["more speaks ", against, " it than for it"];
  const amount =
    size === 0 ? "nothing" : size < little * positive ? "little" : size < some * positive ? "some" : "much";
  return [`${amount} speaks `, against, " it"];
}
