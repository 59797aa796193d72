import type { Node, Value } from "./value.ts";

const known = new WeakMap<Node, boolean>();

/**
 * Whether a value depends on any graph input: what does not is a parameter, however many nodes compute it.
 * Iterative, and every node is decided once.
 */
export function dependsOnInput(value: Value | undefined): boolean {
  if (value === undefined) return false;
  if (value.producer.kind !== "node") return value.producer.kind === "input";
  const stack: Node[] = [value.producer];
  while (stack.length > 0) {
    const node = stack[stack.length - 1] as Node;
    if (known.has(node)) {
      stack.pop();
      continue;
    }
    const waiting = node.inputs.flatMap((input) =>
      input?.producer.kind === "node" && !known.has(input.producer) ? [input.producer] : [],
    );
    if (waiting.length > 0) {
      stack.push(...waiting);
      continue;
    }
    known.set(
      node,
      node.inputs.some((input) =>
        input?.producer.kind === "node" ? known.get(input.producer) : input?.producer.kind === "input",
      ),
    );
    stack.pop();
  }
  return known.get(value.producer) ?? false;
}
