import { node as makeNode, outputOf, producerOf } from "../graph/node.ts";
import { readersOf } from "../graph/readers.ts";
import { rewriteGraph } from "../graph/rewrite.ts";
import { type Shape, sameShape, shapeOf } from "../graph/shapes.ts";
import type { Graph, Value } from "../graph/value.ts";
import { Add, add } from "../ops/add.ts";
import { concat } from "../ops/concat.ts";
import { Conv } from "../ops/conv.ts";
import { denseConvolution } from "./dense-convolution.ts";

/** Multiplications for each place of an output that cost less than to write and read that place once more. */
const cheap = 32;

/**
 * A pass: the sum of two convolutions is one of both data, A x + B y = [A B] (x, y): what a rule's branches make of x and
 * |x|, or of positive and negative inputs. One walk over the output less, for a concatenation of the data; so only where
 * the data is smaller. A convolution that something else reads as well is computed again if that takes little: then it
 * can be fused with what else reads it.
 */
export function joinedSums(graph: Graph): Graph {
  const readers = readersOf(Object.values(graph.outputs));
  return rewriteGraph(graph, (node, _, original) => {
    if (node.operator !== Add) return undefined;
    const [first, second] = node.inputs.map((value) => denseConvolution(producerOf(value)));
    if (first === undefined || second === undefined || first.geometry !== second.geometry) return undefined;
    // Data of other sizes is broadcast by the sum, or gives as many outputs by other steps.
    if (!sameShape(besideChannels(first.data), besideChannels(second.data))) return undefined;
    const { outputs, steps } = first;
    if (second.outputs !== outputs || outputs < steps * (first.inputs + second.inputs)) return undefined;
    const dear = [first, second].some(
      ({ inputs, kernel }, i) => readers(original.inputs[i]) > 1 && inputs * kernel > cheap,
    );
    if (dear) return undefined;
    const data = concat([first.data, second.data], 1);
    const weight = concat([first.weight, second.weight], 1);
    const bias = first.bias && second.bias ? add(first.bias, second.bias) : (first.bias ?? second.bias);
    return [outputOf(makeNode(Conv, [data, weight, bias], first.node.attributes))];
  });
}

/** Batch and space. */
const besideChannels = (data: Value): Shape | undefined => shapeOf(data)?.filter((_, axis) => axis !== 1);
