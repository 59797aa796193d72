import type { Value } from "../graph/value.ts";
import { minTakesMostRelevance } from "../heads/min-takes-most.ts";
import { MinPool } from "../heads/pools.ts";
import { type DirectRule, directRule } from "./rule.ts";
import { takesMostRelevance } from "./takes-most.ts";

interface TakesMostOptions {
  /** Stiffness β ≥ 0, or a graph input that holds it (a float32 scalar). */
  readonly beta: number | Value;
}

const parametersOf = ({ beta }: TakesMostOptions) => ({ beta: typeof beta === "number" ? beta : "input" });

/**
 * Min-takes-most rule on a pool over margins, or on a ReduceMin: R_k = p_k · R with p = softmax_{k≠c}(−β h). β = ∞
 * sends all to the runner-up, β = 0 shares equally. MATH.md §1; Kauffmann et al. 2024 (NEON).
 */
export const minTakesMost = (options: TakesMostOptions): DirectRule =>
  directRule({
    name: "min_takes_most",
    parameters: parametersOf(options),
    relevance: (pool, [relevance]) => {
      if (relevance === undefined) return [];
      return [
        pool.operator === MinPool
          ? minTakesMostRelevance(pool, relevance, options.beta)
          : takesMostRelevance(pool, relevance, -1, options.beta),
      ];
    },
  });

/** Max-takes-most rule on a ReduceMax: R_k = p_k · R with p = softmax(β x). MATH.md §3. */
export const maxTakesMost = (options: TakesMostOptions): DirectRule =>
  directRule({
    name: "max_takes_most",
    parameters: parametersOf(options),
    relevance: (pool, [relevance]) =>
      relevance === undefined ? [] : [takesMostRelevance(pool, relevance, 1, options.beta)],
  });
