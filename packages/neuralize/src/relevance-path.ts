import { isQuantised } from "./errors/remedies.ts";
import { typeOf } from "./graph/node.ts";
import { isFloating } from "./graph/tensor.ts";
import { dependents, topologicalOrder } from "./graph/topology.ts";
import type { Node, Value } from "./graph/value.ts";
import type { RuleOf } from "./relevance.ts";

/** One node on the way of relevance. */
export interface PathStep {
  readonly node: Node;
  /** Which of its inputs relevance may go on to. */
  readonly wanted: readonly boolean[];
}

/**
 * Every node that hands relevance on between the explained values and the destinations, those that cannot, and those
 * behind them, included; the last in the graph first. Nothing is emitted.
 * @param ruleOf which rule a node follows; default: every node its gradient.
 */
export function relevancePath(
  explained: Iterable<Value>,
  to: readonly Value[],
  ruleOf: RuleOf = () => undefined,
): readonly PathStep[] {
  const seeds = [...explained];
  const carries = dependents(seeds, to);
  const reached = new Set<Value>(seeds);
  return topologicalOrder(seeds)
    .toReversed()
    .flatMap((node): readonly PathStep[] => {
      if (!node.values.some((value) => reached.has(value) && carries.has(value))) return [];
      // Gradients exist for floating values only. A rule may hand relevance to a column of codes or strings, and what
      // only moves such a column (Reshape, Unsqueeze) hands it on. Integers that stand for fractions are no end of the
      // way but an obstacle.
      const any =
        ruleOf(node)?.kind === "direct" ||
        isQuantised(node.operator) ||
        node.values.some((value) => reached.has(value) && !floats(value));
      const wanted = node.inputs.map((value) => value !== undefined && carries.has(value) && (any || floats(value)));
      node.inputs.forEach((value, i) => {
        if (value !== undefined && wanted[i]) reached.add(value);
      });
      return wanted.some(Boolean) ? [{ node, wanted }] : [];
    });
}

const floats = (value: Value): boolean => isFloating(typeOf(value).type);
