import { knownScalar } from "../graph/known-scalar.ts";
import { integers, node as makeNode, outputOf, producerOf } from "../graph/node.ts";
import { type Readers, readersOf } from "../graph/readers.ts";
import { rewriteGraph } from "../graph/rewrite.ts";
import { shapeOf, staticShape } from "../graph/shapes.ts";
import type { Graph, Node, Value } from "../graph/value.ts";
import { Add, add } from "../ops/add.ts";
import { clip } from "../ops/clip.ts";
import { Conv } from "../ops/conv.ts";
import { expand } from "../ops/expand.ts";
import { Mul, mul } from "../ops/mul.ts";
import { Relu } from "../ops/relu.ts";

/** The node that makes a value, if it is of this operator and nothing else reads the value. */
function soleSource(value: Value | undefined, operator: Node["operator"], readers: Readers): Node | undefined {
  const producer = value?.producer;
  return producer?.kind === "node" && producer.operator === operator && readers(value) === 1 ? producer : undefined;
}

/** The convolution with a number more in every bias. */
function raised(layer: Node, amount: Value): Value | undefined {
  const [x, weight, bias] = layer.inputs;
  const channels = staticShape(weight && shapeOf(weight)?.slice(0, 1));
  if (channels === undefined) return undefined;
  const more = bias === undefined ? expand(amount, integers(channels)) : add(bias, amount);
  return outputOf(makeNode(layer.operator, [x, weight, more], layer.attributes));
}

/** The convolution with every weight times a number. */
function scaled(layer: Node, factor: Value): Value | undefined {
  const [x, weight, bias] = layer.inputs;
  return weight && bias === undefined
    ? outputOf(makeNode(layer.operator, [x, mul(weight, factor)], layer.attributes))
    : undefined;
}

/** What one operand of a sum or product is beside a number: its index, and that number. */
function besideNumber({ inputs }: Node): { readonly index: number; readonly number: Value } | undefined {
  const [a, b] = inputs;
  if (inputs.length !== 2 || a === undefined || b === undefined) return undefined;
  if (knownScalar(b) !== undefined) return { index: 0, number: b };
  return knownScalar(a) === undefined ? undefined : { index: 1, number: a };
}

/**
 * A pass: a number that is added to a convolution, or that it is multiplied with, moves into its bias or weight; behind
 * a ReLU with it, relu(conv(x)) + ε = max(conv(x) + ε, ε), where runtimes fuse the bound with the convolution. One walk
 * over a large tensor less for every stabiliser. Convolutions that something else reads stay as they are.
 */
export function absorbNumbers(graph: Graph): Graph {
  const readers = readersOf(Object.values(graph.outputs));
  return rewriteGraph(graph, (node, _, original) => {
    if (node.operator !== Add && node.operator !== Mul) return undefined;
    const beside = besideNumber(original);
    if (beside === undefined) return undefined;
    const { index, number } = beside;
    // Readers are those of the graph before; what is built on are the nodes whose inputs are rewritten already.
    const operand = original.inputs[index];
    const rebuilt = producerOf(node.inputs[index]);
    if (soleSource(operand, Conv, readers) && rebuilt?.operator === Conv) {
      const result = node.operator === Add ? raised(rebuilt, number) : scaled(rebuilt, number);
      return result && [result];
    }
    const rectified = soleSource(operand, Relu, readers)?.inputs[0];
    const source = rebuilt?.operator === Relu ? producerOf(rebuilt.inputs[0]) : undefined;
    if (node.operator !== Add || !soleSource(rectified, Conv, readers) || source?.operator !== Conv) return undefined;
    const result = raised(source, number);
    return result && [clip(result, number)];
  });
}
