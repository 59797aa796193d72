import { isQuantised } from "./errors/remedies.ts";
import { typeOf } from "./graph/node.ts";
import { isFloating } from "./graph/tensor.ts";
import { dependents, topologicalOrder } from "./graph/topology.ts";
import type { Node, Value } from "./graph/value.ts";
import type { RuleOf } from "./relevance.ts";

/**
 * Every node that hands relevance on between the explained values and the destinations, those that cannot, and those
 * behind them, included; the last in the graph first. Nothing is emitted.
 * @param ruleOf which rule a node follows; default: every node its gradient.
 */
export function relevancePath(
  explained: Iterable<Value>,
  to: readonly Value[],
  ruleOf: RuleOf = () => undefined,
): readonly Node[] {
  const seeds = [...explained];
  const carries = dependents(seeds, to);
  const reached = new Set<Value>(seeds);
  return topologicalOrder(seeds)
    .toReversed()
    .filter((node) => {
      if (!node.values.some((value) => reached.has(value) && carries.has(value))) return false;
      // As in the walk itself: a rule may hand relevance to codes, and what only moves them hands it on.
      const any =
        ruleOf(node)?.kind === "direct" ||
        isQuantised(node.operator) ||
        node.values.some((value) => reached.has(value) && !floats(value));
      const wanted = node.inputs.filter((value) => value !== undefined && carries.has(value) && (any || floats(value)));
      for (const value of wanted) if (value !== undefined) reached.add(value);
      return wanted.length > 0;
    });
}

const floats = (value: Value): boolean => isFloating(typeOf(value).type);
