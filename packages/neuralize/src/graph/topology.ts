import type { Node, Value } from "./value.ts";

/**
 * The nodes that `outputs` reach, every node after its inputs. Iterative: a graph of 10⁵ nodes in a row does not
 * meet the stack. The order depends only on the graph.
 */
export function topologicalOrder(outputs: Iterable<Value>): readonly Node[] {
  const order: Node[] = [];
  const state = new Map<Node, "open" | "done">();
  const stack: Node[] = [];
  for (const output of outputs) {
    if (output.producer.kind === "node") stack.push(output.producer);
    while (stack.length > 0) {
      const node = stack[stack.length - 1] as Node;
      const seen = state.get(node);
      if (seen === undefined) {
        state.set(node, "open");
        for (let i = node.inputs.length - 1; i >= 0; i--) {
          const producer = node.inputs[i]?.producer;
          if (producer?.kind === "node" && state.get(producer) === undefined) stack.push(producer);
        }
        continue;
      }
      stack.pop();
      if (seen === "open") {
        state.set(node, "done");
        order.push(node);
      }
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
