import { rewriteGraph, withInputs } from "./rewrite.ts";
import type { Tensor } from "./tensor.ts";
import type { Attribute, Graph, Node, Value } from "./value.ts";

// Longer constants are compared by identity: their bytes come from the file, where they occur once.
const longestCompared = 1024;

// What JSON writes as null or as 0: without these, NaN would be merged with infinity and −0 with 0.
const exact = (_: string, value: unknown): unknown =>
  typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))
    ? { number: Object.is(value, -0) ? "-0" : String(value) }
    : value;

type NumberOf = (thing: object) => number;

const tensorKey = ({ type, shape, strings, bytes }: Tensor, numberOf: NumberOf): string =>
  JSON.stringify([type, shape, strings ?? (bytes.length > longestCompared ? numberOf(bytes) : Array.from(bytes))]);

const attributeKey = ({ kind, value }: Attribute, numberOf: NumberOf): string =>
  kind === "tensor" ? tensorKey(value, numberOf) : JSON.stringify([kind, value], exact);

// Two draws are not one.
const random: ReadonlySet<string> = new Set([
  ...["Bernoulli", "Multinomial", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike"],
]);

/** A pass: nodes with the same operator, inputs and attributes become one, and so do equal small constants. */
export function mergeEqual(graph: Graph): Graph {
  const numbers = new Map<object, number>();
  const numberOf: NumberOf = (thing) => {
    const known = numbers.get(thing) ?? numbers.size;
    numbers.set(thing, known);
    return known;
  };
  const constants = new Map<string, Value>();
  const nodes = new Map<string, Node>();
  const canonical = (value: Value | undefined): Value | undefined => {
    if (value?.producer.kind !== "constant") return value;
    const key = tensorKey(value.producer.tensor, numberOf);
    const earlier = constants.get(key) ?? value;
    constants.set(key, earlier);
    return earlier;
  };
  return rewriteGraph(graph, (original) => {
    if (random.has(original.operator.type)) return undefined;
    const inputs = original.inputs.map(canonical);
    const settings = Object.entries(original.attributes)
      .map(([name, attribute]) => [name, attributeKey(attribute, numberOf)])
      .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
    const operands = inputs.map((value) => (value === undefined ? "-" : `${numberOf(value.producer)}.${value.index}`));
    const { domain, type, opset } = original.operator;
    const key = JSON.stringify([domain, type, opset, original.outputs.length, operands, settings]);
    const earlier = nodes.get(key);
    if (earlier !== undefined) return earlier.values;
    const kept = inputs.every((value, i) => value === original.inputs[i]) ? original : withInputs(original, inputs);
    nodes.set(key, kept);
    return kept.values;
  });
}
