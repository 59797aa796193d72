import { wrongLayer } from "../errors/messages.ts";
import { nameOf } from "../graph/node.ts";
import { midpointRelevance } from "../heads/midpoint.ts";
import { NeuralizedKMeans } from "../heads/neuralized-kmeans.ts";
import { directRule, type Rule } from "./rule.ts";

/**
 * Midpoint rule on the linear layer of a neuralized k-means: R_i = Σ_k R_k (x_i − m_ki) w_ki / h_k with
 * m_k = (μ_c + μ_k)/2. Exactly conserving. MATH.md §1; Kauffmann et al. 2024 (NEON).
 */
export const midpoint = (): Rule =>
  directRule({
    name: "midpoint",
    parameters: {},
    relevance: (layer, [relevance]) => {
      if (layer.operator !== NeuralizedKMeans)
        throw wrongLayer(nameOf(layer), layer.operator.type, "midpoint", "the layer of a neuralized k-means");
      return relevance === undefined ? [] : [midpointRelevance(layer, relevance)];
    },
  });
