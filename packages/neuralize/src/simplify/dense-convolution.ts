import { intOf, intsOf } from "../graph/attributes.ts";
import { dependsOnInput } from "../graph/constancy.ts";
import { shapeOf, staticShape } from "../graph/shapes.ts";
import type { Node, Value } from "../graph/value.ts";
import { Conv } from "../ops/conv.ts";

/** A convolution from all channels to all, whose weight and bias are known before anything runs. */
export interface DenseConvolution {
  readonly node: Node;
  readonly data: Value;
  readonly weight: Value;
  readonly bias: Value | undefined;
  /** Numbers of channels. */
  readonly inputs: number;
  readonly outputs: number;
  /** Places that its kernel touches. */
  readonly kernel: number;
  /** Places of its data for each place of its output. */
  readonly steps: number;
  /** Equal for two that move over their data in the same way. */
  readonly geometry: string;
}

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** The node as such a convolution, if it is one. */
export function denseConvolution(node: Node | undefined): DenseConvolution | undefined {
  const [data, weight, bias] = node?.inputs ?? [];
  if (node?.operator !== Conv || data === undefined || weight === undefined) return undefined;
  const [outputs, inputs, ...sizes] = staticShape(shapeOf(weight)) ?? [];
  if (outputs === undefined || inputs === undefined || intOf(node, "group", 1) !== 1) return undefined;
  if (dependsOnInput(weight) || dependsOnInput(bias)) return undefined;
  const settings = Object.entries(node.attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...{ node, data, weight, bias, inputs, outputs },
    kernel: product(sizes),
    steps: product(intsOf(node, "strides") ?? []),
    geometry: JSON.stringify([sizes, settings]),
  };
}
