import { rankOf } from "../graph/shapes.ts";
import { reduceSum } from "../ops/reduce.ts";
import { squeeze } from "../ops/squeeze.ts";
import { directRule, type Rule } from "./rule.ts";

/** The relevance of a categorical column is the sum over its categories: the column is one feature of the user's. */
export const oneHotSum = (): Rule =>
  directRule({
    name: "one_hot_sum",
    parameters: {},
    relevance: (node, [relevance]) => {
      const [x] = node.inputs;
      if (relevance === undefined || x === undefined) return [];
      const summed = reduceSum(relevance, [rankOf(relevance) - 1]);
      return [rankOf(x) === 1 ? squeeze(summed, [1]) : summed];
    },
  });
