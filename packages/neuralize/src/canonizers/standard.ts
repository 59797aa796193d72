import type { Canonizer } from "./canonizer.ts";
import { dropInert } from "./drop-inert.ts";
import { linearBias } from "./linear/linear-bias.ts";
import { mergeBatchNorm } from "./linear/merge-batch-norm.ts";

/** The canonizers that `compile` runs unless told otherwise, in their order. */
export const standardCanonizers: readonly Canonizer[] = [dropInert, linearBias, mergeBatchNorm];
