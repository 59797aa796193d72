import type { LayerConservation } from "neuralize";
import { leakingLayers, leakReasons } from "../conservation/leak-reasons.ts";
import type { ConservationByNode } from "./image-page-data.ts";
import { significant } from "./rounding.ts";

const mostNodes = 400;

/**
 * What a page says of where relevance is lost or gained.
 * @param evidence mean of it over the images that were measured
 */
export function conservationByNode(
  layers: readonly LayerConservation[],
  sampled: number,
  evidence: number,
): ConservationByNode {
  const leaking = leakingLayers(layers);
  const most = new Set([...leaking].sort((a, b) => b.leak - a.leak).slice(0, mostNodes));
  const share = (relevance: number): number => significant(evidence === 0 ? 0 : relevance / evidence, 4);
  return {
    sampled,
    leaks: leaking
      .filter((layer) => most.has(layer))
      .map(({ node, operator, rule, leak, arriving, leaving }) => ({
        node,
        operator,
        rule,
        share: significant(leak, 3),
        arriving: share(arriving),
        leaving: share(leaving),
      })),
    moreLeaks: leaking.length - most.size,
    reasons: leakReasons(leaking).map((reason) => ({ ...reason, most: significant(reason.most, 3) })),
  };
}
