import { operatorName, remedyFor } from "./errors/remedies.ts";
import { nameOf } from "./graph/node.ts";
import type { Node, Value } from "./graph/value.ts";
import type { RuleOf } from "./relevance.ts";
import { relevancePath } from "./relevance-path.ts";

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
export const unsupportedNodes = (
  explained: Iterable<Value>,
  to: readonly Value[],
  ruleOf: RuleOf = () => undefined,
): readonly UnsupportedNode[] =>
  relevancePath(explained, to, ruleOf)
    .map(({ node }) => node)
    .filter((node) => ruleOf(node) === undefined && node.operator.vjp === undefined)
    .map(describe);

const describe = (node: Node): UnsupportedNode => ({
  name: nameOf(node),
  operator: operatorName(node.operator),
  remedy: remedyFor(node.operator),
});
