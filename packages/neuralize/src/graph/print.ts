import { printable } from "../errors/printable.ts";
import { operatorName } from "../errors/remedies.ts";
import { typeOf } from "./node.ts";
import { showShape } from "./shapes.ts";
import { numbersOf } from "./tensor.ts";
import { topologicalOrder } from "./topology.ts";
import type { Attribute, Graph, Node, Value } from "./value.ts";

/**
 * A graph as text, one line per node in the order of computation: the names of its outputs, operator, operands with
 * shapes, attributes, result, and where an emitted node comes from. Names are those of the file; others are numbered.
 */
export function printGraph(graph: Graph): string {
  const order = topologicalOrder(Object.values(graph.outputs));
  const names = namesOf(graph, order);
  const nameOf = (value: Value): string => names.get(value) ?? constantText(value);
  return [
    ...graph.inputs.map((value) => `input   ${nameOf(value)}  ${typeText(value)}`),
    ...order.map((node) => nodeLine(node, nameOf)),
    ...Object.entries(graph.outputs).map(
      ([name, value]) => `output  ${printable(name)} = ${nameOf(value)}  ${typeText(value)}`,
    ),
  ].join("\n");
}

function nodeLine(node: Node, nameOf: (value: Value) => string): string {
  const operands = node.inputs.map((value) => {
    if (value === undefined) return "–";
    // Numbers that are shown need no shape.
    return isShown(value) ? nameOf(value) : `${nameOf(value)} ${shapeText(value)}`;
  });
  const attributes = Object.entries(node.attributes).map(
    ([name, attribute]) => `${printable(name)}=${attributeText(attribute)}`,
  );
  const results = node.values.map(nameOf).join(", ");
  const types = node.values.map(typeText).join(", ");
  const settings = attributes.length === 0 ? "" : ` {${attributes.join(", ")}}`;
  const origin = node.origin === undefined ? "" : `  # ${printable(node.origin)}`;
  return `${results} = ${operatorName(node.operator)}(${operands.join(", ")})${settings} → ${types}${origin}`;
}

/** Names of inputs and of everything that nodes compute. */
function namesOf(graph: Graph, order: readonly Node[]): ReadonlyMap<Value, string> {
  const names = new Map<Value, string>();
  for (const value of graph.inputs)
    if (value.producer.kind === "input") names.set(value, printable(value.producer.name));
  let unnamed = 0;
  for (const node of order)
    for (const value of node.values) {
      const own = node.outputNames?.[value.index];
      names.set(value, own !== undefined && own !== "" ? printable(own) : `%${unnamed++}`);
    }
  return names;
}

const mostNumbers = 8;

/** Whether a constant is short enough to stand for itself. */
const isShown = ({ producer }: Value): boolean =>
  producer.kind === "constant" &&
  producer.tensor.strings === undefined &&
  producer.tensor.shape.reduce((product, size) => product * size, 1) <= mostNumbers;

function constantText(value: Value): string {
  const { producer } = value;
  if (producer.kind !== "constant") return "?";
  const { tensor, name } = producer;
  if (!isShown(value)) return name === undefined ? "constant" : printable(name);
  const numbers = numbersOf(tensor).map((number) => Number(number.toPrecision(6)));
  return tensor.shape.length === 0 ? String(numbers[0]) : `[${numbers.join(", ")}]`;
}

const shapeText = (value: Value): string => showShape(typeOf(value).shape);
const typeText = (value: Value): string => `${typeOf(value).type} ${shapeText(value)}`;

function attributeText({ kind, value }: Attribute): string {
  if (kind === "tensor") return `tensor [${value.shape.join(", ")}]`;
  if (Array.isArray(value))
    return `[${value.slice(0, mostNumbers).map(String).map(printable).join(", ")}${value.length > mostNumbers ? ", …" : ""}]`;
  return typeof value === "string" ? JSON.stringify(printable(value)) : String(value);
}
