import { node, outputOf } from "./node.ts";
import { topologicalOrder } from "./topology.ts";
import type { Graph, Node, Value } from "./value.ts";

/** Decides on one node whose inputs are already rewritten: its new outputs, or undefined to keep it. */
export type Rewrite = (
  node: Node,
  inputs: readonly (Value | undefined)[],
  original: Node,
) => readonly Value[] | undefined;

/** The same node on other inputs; names and origin stay. */
export const withInputs = (original: Node, inputs: readonly (Value | undefined)[]): Node =>
  node(original.operator, inputs, original.attributes, {
    name: original.name,
    origin: original.origin,
    outputCount: original.outputs.length,
    ...(original.outputNames !== undefined && { outputNames: original.outputNames }),
  });

/**
 * Rebuilds the values that `outputs` reach from the inputs up; a node is copied only where something below it changed.
 * @returns the map from an old value to its new one (itself where nothing changed).
 */
export function rewriteValues(outputs: Iterable<Value>, rewrite: Rewrite): (value: Value) => Value {
  const replaced = new Map<Value, Value>();
  const current = (value: Value): Value => replaced.get(value) ?? value;
  for (const original of topologicalOrder(outputs)) {
    const inputs = original.inputs.map((value) => value && current(value));
    const changed = inputs.some((value, i) => value !== original.inputs[i]);
    const copy = changed ? withInputs(original, inputs) : original;
    const outputs =
      rewrite(copy, inputs, original) ?? (changed ? copy.outputs.map((_, i) => outputOf(copy, i)) : undefined);
    outputs?.forEach((value, i) => {
      const old = original.values[i];
      if (old !== undefined && old !== value) replaced.set(old, value);
    });
  }
  return current;
}

/** A pass over a whole graph; inputs stay. */
export function rewriteGraph(graph: Graph, rewrite: Rewrite): Graph {
  const current = rewriteValues(Object.values(graph.outputs), rewrite);
  return {
    inputs: graph.inputs,
    outputs: Object.fromEntries(Object.entries(graph.outputs).map(([name, value]) => [name, current(value)])),
  };
}
