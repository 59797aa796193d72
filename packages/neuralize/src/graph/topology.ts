import type { Node, Value } from "./value.ts";

/**
 * The nodes that `outputs` reach, every node after its inputs. Iterative: a graph of 10⁵ nodes in a row does not
 * meet the stack. The order depends only on the graph.
 */
export function topologicalOrder(outputs: Iterable<Value>): readonly Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  // The way from an output to the node that is looked at, and which input of each node is next.
  const stack: Node[] = [];
  const next: number[] = [];
  const enter = ({ producer }: Value): void => {
    if (producer.kind !== "node" || seen.has(producer)) return;
    seen.add(producer);
    stack.push(producer);
    next.push(0);
  };
  for (const output of outputs) {
    enter(output);
    for (let top = stack.length - 1; top >= 0; top = stack.length - 1) {
      const node = stack[top] as Node;
      const index = next[top] as number;
      if (index === node.inputs.length) {
        stack.pop();
        next.pop();
        order.push(node);
        continue;
      }
      next[top] = index + 1;
      const value = node.inputs[index];
      if (value !== undefined) enter(value);
    }
  }
  return order;
}

/** The values among everything `outputs` reach that depend on any of `sources` (the sources included). */
export function dependents(outputs: Iterable<Value>, sources: Iterable<Value>): ReadonlySet<Value> {
  const found = new Set<Value>(sources);
  for (const node of topologicalOrder(outputs)) {
    if (node.inputs.some((input) => input !== undefined && found.has(input))) {
      for (const value of node.values) found.add(value);
    }
  }
  return found;
}
