import type { Value } from "../graph/value.ts";
import { epsilon } from "../rules/epsilon.ts";
import { midpoint } from "../rules/midpoint.ts";
import { minTakesMost } from "../rules/min-takes-most.ts";
import { oneHotSum } from "../rules/one-hot-sum.ts";
import { pass } from "../rules/pass.ts";
import { passFilled } from "../rules/pass-filled.ts";
import { type Composite, type LayerMap, layerMapComposite } from "./composite.ts";

/**
 * The composite for a k-means on a table: min-takes-most and midpoint on the head (NEON), and relevance handed through
 * the preprocessing unchanged, so that it arrives in raw columns; a linear map in front (PCA) takes the ε rule.
 */
export const tableComposite = (beta: number | Value, layerMap: LayerMap = []): Composite =>
  layerMapComposite([
    ...layerMap,
    ["MinPool", minTakesMost({ beta })],
    ["NeuralizedKMeans", midpoint()],
    ["Affine", pass()],
    ["Linear", epsilon()],
    ["Imputation", passFilled()],
    ["OneHotEncoding", oneHotSum()],
    ["LabelEncoding", pass()],
  ]);
