import { isQuantised, operatorName, remedyFor } from "./errors/remedies.ts";
import { nameOf, typeOf } from "./graph/node.ts";
import { isFloating } from "./graph/tensor.ts";
import { dependents, topologicalOrder } from "./graph/topology.ts";
import type { Node, Value } from "./graph/value.ts";
import type { RuleOf } from "./relevance.ts";

/** A node that relevance cannot pass, as messages show it. */
export interface UnsupportedNode {
  readonly name: string;
  readonly operator: string;
  /** What a user can do about it. */
  readonly remedy: string;
}

/**
 * Every node between the explained values and the destinations that has neither a rule nor a gradient, those behind
 * others of them included; the last in the graph first. Nothing is emitted.
 * @param ruleOf which rule a node follows; default: every node its gradient.
 */
export function unsupportedNodes(
  explained: Iterable<Value>,
  to: readonly Value[],
  ruleOf: RuleOf = () => undefined,
): readonly UnsupportedNode[] {
  const seeds = [...explained];
  const carries = dependents(seeds, to);
  const reached = new Set<Value>(seeds);
  return topologicalOrder(seeds)
    .toReversed()
    .filter((node) => {
      if (!node.values.some((value) => reached.has(value) && carries.has(value))) return false;
      const rule = ruleOf(node);
      // As in the walk itself: a rule may hand relevance to codes, and what only moves them hands it on.
      const any =
        rule?.kind === "direct" ||
        isQuantised(node.operator) ||
        node.values.some((value) => reached.has(value) && !floats(value));
      const wanted = node.inputs.filter((value) => value !== undefined && carries.has(value) && (any || floats(value)));
      for (const value of wanted) if (value !== undefined) reached.add(value);
      return wanted.length > 0 && rule === undefined && node.operator.vjp === undefined;
    })
    .map(describe);
}

const floats = (value: Value): boolean => isFloating(typeOf(value).type);

const describe = (node: Node): UnsupportedNode => ({
  name: nameOf(node),
  operator: operatorName(node.operator),
  remedy: remedyFor(node.operator),
});
