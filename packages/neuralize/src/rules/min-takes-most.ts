import type { Value } from "../graph/value.ts";
import { minTakesMostRelevance } from "../heads/min-takes-most.ts";
import { directRule, type Rule } from "./rule.ts";

/**
 * Min-takes-most rule on a pool over margins: R_k = p_k · R with p = softmax_{k≠c}(−β h). β = ∞ sends all to the
 * runner-up, β = 0 shares equally. MATH.md §1; Kauffmann et al. 2024 (NEON).
 * @param beta stiffness β ≥ 0, or a graph input that holds it (a float32 scalar).
 */
export const minTakesMost = ({ beta }: { readonly beta: number | Value }): Rule =>
  directRule({
    name: "min_takes_most",
    parameters: { beta: typeof beta === "number" ? beta : "input" },
    relevance: (pool, [relevance]) => (relevance === undefined ? [] : [minTakesMostRelevance(pool, relevance, beta)]),
  });
