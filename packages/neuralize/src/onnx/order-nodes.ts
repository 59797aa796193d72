import { malformedModel } from "../errors/messages.ts";
import { printable, quoted } from "../errors/printable.ts";
import type { NodeProto } from "./generated/onnx_pb.ts";

/** How messages call a node of a file that has not been read yet. */
export const describe = (proto: NodeProto): string =>
  `${quoted(proto.name || proto.output[0] || "?")} (${printable(proto.opType)})`;

/**
 * Nodes in an order in which every input is defined before it is used; files usually are, but nothing forces them.
 * Iterative.
 * @param defined whether a name is an input or an initializer.
 * @throws NeuralizeError MALFORMED_MODEL for a name that nothing defines, and for cycles.
 */
export function orderNodes<T extends { readonly proto: NodeProto }>(
  nodes: readonly T[],
  defined: (name: string) => boolean,
): readonly T[] {
  const producers = new Map<string, T>();
  for (const node of nodes) for (const name of node.proto.output) if (name !== "") producers.set(name, node);
  const done = new Set<T>();
  const open = new Set<T>();
  const order: T[] = [];
  for (const root of nodes) {
    const stack = [root];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const height = stack.length;
      if (!done.has(top)) {
        for (const name of top.proto.input) {
          if (name === "" || defined(name)) continue;
          const producer = producers.get(name);
          if (producer === undefined)
            throw malformedModel(`node ${describe(top.proto)} reads ${quoted(name)}, which nothing defines`);
          if (!done.has(producer)) stack.push(producer);
        }
        if (stack.length > height) {
          if (open.has(top)) throw malformedModel(`node ${describe(top.proto)} lies on a cycle`);
          open.add(top);
          continue;
        }
        done.add(top);
        order.push(top);
      }
      stack.pop();
    }
  }
  return order;
}
