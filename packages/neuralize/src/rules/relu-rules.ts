import { scalarLike } from "../graph/node.ts";
import type { Node, Value } from "../graph/value.ts";
import { greater } from "../ops/comparison.ts";
import { mul } from "../ops/mul.ts";
import { relu } from "../ops/relu.ts";
import { sigmoid } from "../ops/sigmoid.ts";
import { where } from "../ops/where.ts";
import { type DirectRule, directRule } from "./rule.ts";

const onInput =
  (relevanceOf: (x: Value, relevance: Value) => Value) =>
  ({ inputs: [x] }: Node, [relevance]: readonly (Value | undefined)[]): readonly (Value | undefined)[] =>
    x === undefined || relevance === undefined ? [] : [relevanceOf(x, relevance)];

/** Deconvnet rule on a ReLU: R⁺. MATH.md §3; Zeiler and Fergus 2014. */
export const reluDeconvnet = (): DirectRule =>
  directRule({ name: "relu_deconvnet", parameters: {}, relevance: onInput((_, relevance) => relu(relevance)) });

/** Guided backpropagation on a ReLU: R·[x > 0]·[R > 0]. MATH.md §3; Springenberg et al. 2015. */
export const reluGuidedBackprop = (): DirectRule =>
  directRule({
    name: "relu_guided_backprop",
    parameters: {},
    vanishes: () => "up to zero",
    relevance: onInput((x, relevance) =>
      where(greater(x, scalarLike(x, 0)), relu(relevance), scalarLike(relevance, 0)),
    ),
  });

/** Gradient of a smoothed ReLU: R·sigmoid(βx), β = 10 by default. MATH.md §3; Dombrowski et al. 2019. */
export const reluBetaSmooth = ({ beta = 10 }: { readonly beta?: number } = {}): DirectRule =>
  directRule({
    name: "relu_beta_smooth",
    parameters: { beta },
    relevance: onInput((x, relevance) => mul(relevance, sigmoid(mul(x, scalarLike(x, beta))))),
  });
