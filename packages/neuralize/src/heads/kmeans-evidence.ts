import { apply } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import type { Attributes, Value } from "../graph/value.ts";
import { gatherElements } from "../ops/gather-elements.ts";
import { reduceMin } from "../ops/reduce.ts";
import { squeeze, unsqueeze } from "../ops/squeeze.ts";
import { sub } from "../ops/sub.ts";
import { amongCompetitors, whereContrasted } from "./competitors.ts";
import { reducedDistances } from "./distances.ts";

/**
 * The hard minimum over the margins in one layer, f_c = min_{k≠c} d_k − d_c: to the bit the minimum of the rounded
 * differences, because rounding keeps their order. Inputs: points [N, D], centroids [K, D], targets [N]; output [N].
 * MATH.md §1.
 */
export const KMeansEvidence = operator({
  type: "KMeansEvidence",
  domain: "neuralize",
  infer: (draft) => {
    const { type, shape } = operandType(draft, 0);
    return [{ type, shape: shape && [shape[0] ?? 1] }];
  },
  vjp: undefined,
  lower: (layer) => {
    const [x, centroids, target] = layer.inputs;
    if (!x || !centroids || !target) return [];
    const distances = reducedDistances(x, centroids);
    const nearest = reduceMin(amongCompetitors(layer, distances, target), [1]);
    const evidence = squeeze(sub(nearest, gatherElements(distances, unsqueeze(target, [1]), 1)), [1]);
    return [whereContrasted(layer, target, evidence)];
  },
});

export const kmeansEvidence = (x: Value, centroids: Value, target: Value, attributes: Attributes): Value =>
  apply(KMeansEvidence, [x, centroids, target], attributes);
