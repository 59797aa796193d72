import { input, typeOf } from "./node.ts";
import { withInputs } from "./rewrite.ts";
import { topologicalOrder } from "./topology.ts";
import type { Dimension, Graph, Value } from "./value.ts";

/** A graph whose inputs have other shapes, and what stands for the values of the one before. */
export interface Reshaped {
  readonly graph: Graph;
  readonly current: (value: Value) => Value;
}

/**
 * The same graph on inputs of the given shapes, every shape behind them inferred anew: gradients of convolutions need
 * sizes that a file may leave open.
 * @param shapes by the names of inputs; the others stay.
 * @param kept values besides the outputs that somebody refers to.
 * @throws NeuralizeError SHAPE_MISMATCH where operators cannot take them.
 */
export function withInputShapes(
  graph: Graph,
  shapes: Readonly<Record<string, readonly Dimension[]>>,
  kept: readonly Value[] = [],
): Reshaped {
  const replaced = new Map<Value, Value>();
  const current = (value: Value): Value => replaced.get(value) ?? value;
  for (const value of graph.inputs) {
    if (value.producer.kind !== "input") continue;
    const { name } = value.producer;
    // Not every name that the record answers to is one of its own: "constructor".
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
    if (shape !== undefined) replaced.set(value, input(name, typeOf(value).type, shape));
  }
  const outputs = Object.values(graph.outputs);
  for (const original of topologicalOrder([...outputs, ...kept])) {
    const inputs = original.inputs.map((value) => value && current(value));
    if (inputs.every((value, i) => value === original.inputs[i])) continue;
    withInputs(original, inputs).values.forEach((value, i) => {
      const old = original.values[i];
      if (old !== undefined) replaced.set(old, value);
    });
  }
  return {
    graph: {
      inputs: graph.inputs.map(current),
      outputs: Object.fromEntries(Object.entries(graph.outputs).map(([name, value]) => [name, current(value)])),
    },
    current,
  };
}
