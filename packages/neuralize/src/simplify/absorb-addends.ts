import { knownScalar } from "../graph/known-scalar.ts";
import { integers, node as makeNode, outputOf } from "../graph/node.ts";
import { type Readers, readersOf } from "../graph/readers.ts";
import { rewriteGraph } from "../graph/rewrite.ts";
import { shapeOf, staticShape } from "../graph/shapes.ts";
import type { Graph, Node, Value } from "../graph/value.ts";
import { Add, add } from "../ops/add.ts";
import { clip } from "../ops/clip.ts";
import { Conv } from "../ops/conv.ts";
import { expand } from "../ops/expand.ts";
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

/**
 * A pass: a number that is added to a convolution moves into its bias, conv(x) + ε; and behind a ReLU with it,
 * relu(conv(x)) + ε = max(conv(x) + ε, ε), where runtimes fuse the bound with the convolution. One walk over a large
 * tensor less for every stabiliser. Convolutions that something else reads stay as they are.
 */
export function absorbAddends(graph: Graph): Graph {
  const readers = readersOf(Object.values(graph.outputs));
  return rewriteGraph(graph, (node, _, original) => {
    if (node.operator !== Add || original.inputs.length !== 2) return undefined;
    const [a, b] = original.inputs;
    const amount = knownScalar(b) === undefined ? a : b;
    const sum = amount === b ? a : b;
    if (amount === undefined || knownScalar(amount) === undefined) return undefined;
    const direct = soleSource(sum, Conv, readers);
    const rectifier = direct === undefined ? soleSource(sum, Relu, readers) : undefined;
    const layer = direct ?? soleSource(rectifier?.inputs[0], Conv, readers);
    // The copy whose inputs are already rewritten.
    const current = node.inputs[amount === b ? 0 : 1]?.producer;
    const source =
      rectifier === undefined ? current : current?.kind === "node" ? current.inputs[0]?.producer : undefined;
    if (layer === undefined || source?.kind !== "node" || source.operator !== Conv) return undefined;
    const result = raised(source, amount);
    return result && [rectifier === undefined ? result : clip(result, amount)];
  });
}
