import type { RelevanceMap } from "../image-report-data.ts";
import { formatShare, formatSigned } from "../text/numbers.ts";

/** What differs by less than this share of the evidence is the same. */
const same = 0.001;

/** How much of the evidence arrives at the picture, in words; the rest lies with the biases of the network. */
export function arrival({
  positive,
  negative,
  evidence,
}: Pick<RelevanceMap, "positive" | "negative" | "evidence">): string {
  const sum = positive + negative;
  if (Math.abs(evidence - sum) <= same * Math.abs(evidence)) return "all of the evidence arrives at the picture";
  const share = sum / evidence;
  if (share >= 0 && share < 1) {
    return `${formatSigned(sum)} (${formatShare(share)}) of the evidence arrives at the picture; biases of the network take the rest`;
  }
  return `on the picture it adds up to ${formatSigned(sum)}; biases of the network make the difference to the evidence`;
}
