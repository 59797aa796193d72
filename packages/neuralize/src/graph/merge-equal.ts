import { rewriteGraph, withInputs } from "./rewrite.ts";
import type { Tensor } from "./tensor.ts";
import type { Attribute, Constant, Graph, Node, Value } from "./value.ts";

// Longer constants are compared by identity: their bytes come from the file, where they occur once.
const longestCompared = 1024;

const textOf = (attribute: Attribute): string =>
  attribute.kind === "graph"
    ? ""
    : JSON.stringify(attribute.value, (_, each) => (each instanceof Uint8Array ? [...each] : each));

const tensorText = (tensor: Tensor): string =>
  `${tensor.type}[${tensor.shape}]${tensor.strings?.map((s) => JSON.stringify(s)) ?? tensor.bytes}`;

/** A pass: nodes with the same operator, inputs and attributes become one, and so do equal small constants. */
export function mergeEqual(graph: Graph): Graph {
  const numbers = new Map<object, number>();
  const numberOf = (thing: object): number => {
    const known = numbers.get(thing) ?? numbers.size;
    numbers.set(thing, known);
    return known;
  };
  const constants = new Map<string, Value>();
  const nodes = new Map<string, Node>();
  const canonical = (value: Value | undefined): Value | undefined => {
    if (value?.producer.kind !== "constant") return value;
    const key = constantKey(value.producer, numberOf);
    const earlier = constants.get(key) ?? value;
    constants.set(key, earlier);
    return earlier;
  };
  return rewriteGraph(graph, (original) => {
    if (Object.values(original.attributes).some((attribute) => attribute.kind === "graph")) return undefined;
    const inputs = original.inputs.map(canonical);
    const settings = Object.keys(original.attributes)
      .sort()
      .map((name) => `${name}=${textOf(original.attributes[name] as Attribute)}`);
    const operands = inputs.map((value) => (value === undefined ? "-" : `${numberOf(value.producer)}.${value.index}`));
    const { domain, type } = original.operator;
    const key = [domain, type, original.outputs.length, ...operands, ...settings].join("|");
    const earlier = nodes.get(key);
    if (earlier !== undefined) return earlier.values;
    const kept = inputs.every((value, i) => value === original.inputs[i]) ? original : withInputs(original, inputs);
    nodes.set(key, kept);
    return kept.values;
  });
}

const constantKey = ({ tensor }: Constant, numberOf: (thing: object) => number): string =>
  tensor.bytes.length > longestCompared ? `${numberOf(tensor.bytes)}:${tensor.shape}` : tensorText(tensor);
