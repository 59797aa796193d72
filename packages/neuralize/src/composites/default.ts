import type { Value } from "../graph/value.ts";
import { type Composite, layerMapComposite, mixedComposite } from "./composite.ts";
import { headComposite } from "./head-rules.ts";
import { epsilonPlus } from "./presets.ts";

/**
 * The rules of `compile` unless told otherwise: `epsilonPlus` on a network, and those of `headComposite` on a k-means
 * and on columns that are scaled, filled or encoded in front of it. MATH.md §3, presets.
 * @param beta stiffness of min-takes-most: a number ≥ 0, or the graph input that holds it.
 */
export const defaultComposite = (beta: number | Value): Composite =>
  mixedComposite([layerMapComposite(epsilonPlus().layerMap), headComposite(beta)]);
