import type { Node } from "./value.ts";

/**
 * A question about nodes whose answer follows from the answers for the nodes before: every node is decided once, in
 * whatever order and however often values are asked for, by one iterative walk that stops at what is decided.
 * @param decide the answer for a node all of whose inputs are decided.
 */
export function decidedOnce<T>(decide: (node: Node) => T): (node: Node) => T {
  const known = new WeakMap<Node, { readonly answer: T }>();
  return (asked) => {
    const stack: Node[] = [asked];
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      const open = stack.length;
      if (!known.has(node)) {
        for (const value of node.inputs)
          if (value?.producer.kind === "node" && !known.has(value.producer)) stack.push(value.producer);
        if (stack.length > open) continue;
        known.set(node, { answer: decide(node) });
      }
      stack.pop();
    }
    return (known.get(asked) as { readonly answer: T }).answer;
  };
}
