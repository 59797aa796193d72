import { integers, node as makeNode, outputOf, scalarLike } from "../graph/node.ts";
import { readersOf } from "../graph/readers.ts";
import { rewriteGraph } from "../graph/rewrite.ts";
import { topologicalOrder } from "../graph/topology.ts";
import type { Attributes, Graph, Value } from "../graph/value.ts";
import { concat } from "../ops/concat.ts";
import { Conv } from "../ops/conv.ts";
import { expand } from "../ops/expand.ts";
import { split } from "../ops/split.ts";
import { type DenseConvolution, denseConvolution } from "./dense-convolution.ts";

/** Runtimes compute these with the convolution in front, if nothing else reads it. */
const fusable = ["Clip", "HardSigmoid", "LeakyRelu", "Relu", "Sigmoid", "Tanh"];

/**
 * A pass: convolutions of the same data are one, (A x, B x) = [A; B] x, cut apart again: what several branches of a rule
 * make of it, forwards or backwards. One walk over the data less, for a copy of the outputs; so only where these are
 * smaller, and not where they would be fused with an activation.
 */
export function joinedOutputs(graph: Graph): Graph {
  const memberships = new Map(
    groupsOf(graph).flatMap((members) => members.map((each, index) => [each.node, { members, index }])),
  );
  const joined = new Map<readonly DenseConvolution[], readonly Value[]>();
  return rewriteGraph(graph, (node, [data], original) => {
    const membership = memberships.get(original);
    if (membership === undefined || data === undefined) return undefined;
    const { members, index } = membership;
    const parts = joined.get(members) ?? join(data, members, node.attributes);
    joined.set(members, parts);
    const part = parts[index];
    return part && [part];
  });
}

/** Convolutions that are worth joining. */
function groupsOf(graph: Graph): readonly (readonly DenseConvolution[])[] {
  const readers = readersOf(Object.values(graph.outputs));
  const nodes = topologicalOrder(Object.values(graph.outputs));
  const fused = new Set(
    nodes.flatMap(({ operator, inputs: [x] }) => (fusable.includes(operator.type) && readers(x) === 1 ? [x] : [])),
  );
  const groups = new Map<Value, Map<string, readonly DenseConvolution[]>>();
  for (const node of nodes) {
    const convolution = denseConvolution(node);
    if (convolution === undefined || fused.has(outputOf(node))) continue;
    const { data, geometry } = convolution;
    const ofData = groups.get(data) ?? new Map<string, readonly DenseConvolution[]>();
    groups.set(data, ofData.set(geometry, [...(ofData.get(geometry) ?? []), convolution]));
  }
  return [...groups.values()]
    .flatMap((each) => [...each.values()])
    .filter(
      (members) =>
        members.length > 1 &&
        // They share their data, so that it is as large for each.
        members.every(({ inputs, steps }) => sum(members.map(({ outputs }) => outputs)) <= inputs * steps),
    );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** The outputs of all members; their weights do not depend on what the graph computes, so that they stay as they are. */
function join(data: Value, members: readonly DenseConvolution[], attributes: Attributes): readonly Value[] {
  const weight = concat(
    members.map((each) => each.weight),
    0,
  );
  const biases = members.map(
    ({ bias, outputs, weight: own }) => bias ?? expand(scalarLike(own, 0), integers([outputs])),
  );
  const bias = members.some((each) => each.bias !== undefined) ? concat(biases, 0) : undefined;
  return split(
    outputOf(makeNode(Conv, [data, weight, bias], attributes)),
    members.map(({ outputs }) => outputs),
    1,
  );
}
