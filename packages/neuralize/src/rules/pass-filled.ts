import { dependsOnInput } from "../graph/constancy.ts";
import { directRule, type Rule } from "./rule.ts";

/**
 * Relevance of cells that were filled where they were missing goes to the column that was filled, not to the test for
 * missing cells: the first input of an Imputation, the last one that carries data of Where(missing, fill, x).
 */
export const passFilled = (): Rule =>
  directRule({
    name: "pass_filled",
    parameters: {},
    relevance: (node, [relevance]) => {
      const filled = node.operator.type === "Where" ? node.inputs.findLastIndex(dependsOnInput) : 0;
      return node.inputs.map((_, operand) => (operand === filled ? relevance : undefined));
    },
  });
