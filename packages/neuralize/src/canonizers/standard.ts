import { unknownCanonizer } from "../errors/messages.ts";
import { fuseActivations } from "./activations/fuse-activations.ts";
import { fuseLayerNormalization } from "./activations/fuse-layer-normalization.ts";
import type { Canonizer } from "./canonizer.ts";
import { dropInert } from "./drop-inert.ts";
import { linearBias } from "./linear/linear-bias.ts";
import { mergeBatchNorm } from "./linear/merge-batch-norm.ts";

/** The canonizers that `compile` runs unless told otherwise, in their order. */
export const standardCanonizers: readonly Canonizer[] = [
  dropInert,
  fuseActivations,
  fuseLayerNormalization,
  linearBias,
  mergeBatchNorm,
];

/**
 * Canonizers by their names, in the order in which `compile` runs them; unknown names are refused.
 * @throws NeuralizeError UNKNOWN_CANONIZER
 */
export function canonizersByName(names: readonly string[]): readonly Canonizer[] {
  const known = standardCanonizers.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownCanonizer(unknown, known);
  return standardCanonizers.filter(({ name }) => names.includes(name));
}
