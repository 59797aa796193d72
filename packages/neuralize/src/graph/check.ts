import { inconsistentGraph, nameClash } from "../errors/messages.ts";
import { nameOf } from "./node.ts";
import { mixedOperands } from "./operand-types.ts";
import { bytesPerElement, elementCount, type Tensor } from "./tensor.ts";
import { topologicalOrder } from "./topology.ts";
import type { Graph, Value } from "./value.ts";

/**
 * The check between two stages of a compilation: returns the graph as it is, or says what the stage before broke.
 * Inputs and outputs are named, and no two alike; every value comes from an input of the graph,
 * a constant as long as its shape, or an output of a node; operands agree in their element types; and after "lower" no
 * head layer is left.
 * @param stage the pass that made the graph, as messages call it.
 * @throws NeuralizeError INCONSISTENT_GRAPH; NAME_CLASH for names that the user's model gave.
 */
export function checkGraph(graph: Graph, stage: string): Graph {
  requireDistinctNames(graph);
  const fault = firstFault(graph, stage);
  if (fault !== undefined) throw inconsistentGraph(stage, fault);
  return graph;
}

function firstFault(graph: Graph, stage: string): string | undefined {
  const inputs = new Set(graph.inputs);
  const outputs = Object.values(graph.outputs);
  const origin = (value: Value): string | undefined => originFault(value, inputs);
  const order = topologicalOrder(outputs);
  return (
    interfaceFault(graph) ??
    firstOf(outputs, origin) ??
    firstOf(order, (node) => {
      const { domain, type } = node.operator;
      if (stage === "lower" && domain === "neuralize") return `${nameOf(node)} is still a ${type}`;
      const fault = firstOf(node.inputs, (value) => value && origin(value)) ?? mixedOperands(node);
      return fault && `at ${nameOf(node)} (${type}), ${fault}`;
    })
  );
}

function interfaceFault({ inputs, outputs }: Graph): string | undefined {
  for (const { producer } of inputs) {
    if (producer.kind !== "input") return `an input of the graph is a ${producer.kind}`;
    if (producer.name === "") return "an input has no name";
  }
  const names = Object.keys(outputs);
  if (names.length === 0) return "it has no outputs";
  return names.includes("") ? "an output has no name" : undefined;
}

/**
 * Inputs and outputs keep their names in a file, so that these must differ: a user's "cluster" beside the explainer's.
 * An input may be an output under its own name.
 * @throws NeuralizeError NAME_CLASH
 */
function requireDistinctNames({ inputs, outputs }: Graph): void {
  const taken = new Set(Object.keys(outputs).filter((name) => !isHandedThrough(name, outputs[name])));
  for (const { producer } of inputs) {
    if (producer.kind !== "input") continue;
    if (taken.has(producer.name)) throw nameClash(producer.name);
    taken.add(producer.name);
  }
}

/** Whether an output is an input under its own name. */
export const isHandedThrough = (name: string, value: Value | undefined): boolean =>
  value?.producer.kind === "input" && value.producer.name === name;

/** Why a value comes from nowhere: what is written to a file finds its name by these very objects. */
function originFault(value: Value, inputs: ReadonlySet<Value>): string | undefined {
  const { producer } = value;
  if (producer.kind === "input")
    return inputs.has(value) ? undefined : `"${producer.name}" is read, which is no input of the graph`;
  if (producer.kind === "constant") return tensorFault(producer.tensor);
  return producer.values[value.index] === value ? undefined : `output ${value.index} of ${nameOf(producer)} is a copy`;
}

function tensorFault({ type, shape, bytes, strings }: Tensor): string | undefined {
  const [held, needed] =
    type === "string"
      ? [strings?.length ?? 0, elementCount(shape)]
      : [bytes.length, elementCount(shape) * bytesPerElement[type]];
  const unit = type === "string" ? "strings" : "bytes";
  return held === needed ? undefined : `a constant [${shape.join(", ")}] has ${held} ${unit} instead of ${needed}`;
}

function firstOf<T>(things: Iterable<T>, fault: (thing: T) => string | undefined): string | undefined {
  for (const thing of things) {
    const found = fault(thing);
    if (found !== undefined) return found;
  }
  return undefined;
}
