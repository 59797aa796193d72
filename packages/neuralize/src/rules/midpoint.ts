import { midpointRelevance } from "../heads/midpoint.ts";
import { directRule, type Rule } from "./rule.ts";

/**
 * Midpoint rule on the linear layer of a neuralized k-means: R_i = Σ_k R_k (x_i − m_ki) w_ki / h_k with
 * m_k = (μ_c + μ_k)/2. Exactly conserving. MATH.md §1; Kauffmann et al. 2024 (NEON).
 */
export const midpoint = (): Rule =>
  directRule({
    name: "midpoint",
    parameters: {},
    relevance: (layer, [relevance]) => (relevance === undefined ? [] : [midpointRelevance(layer, relevance)]),
  });
