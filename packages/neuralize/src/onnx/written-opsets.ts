import { movedOperator } from "../errors/messages.ts";
import { operatorName } from "../errors/remedies.ts";
import { nameOf } from "../graph/node.ts";
import type { Node } from "../graph/value.ts";

/** The opset that every operator here is written in. */
export const opset = 18;

/** The opsets in which a standard operator got another meaning or form: an older node cannot be read as a newer one. */
const changes: ReadonlyMap<string, readonly number[]> = new Map([
  ["BatchNormalization", [9]],
  ["Clip", [11]],
  ["DFT", [20]],
  ["Dropout", [12]],
  ["GridSample", [20]],
  ["GroupNormalization", [21]],
  ["Hardmax", [13]],
  ["LogSoftmax", [13]],
  ["Pad", [11]],
  ["ReduceProd", [18]],
  ["Resize", [11]],
  ["RoiAlign", [16]],
  ["Scatter", [11]],
  ["Softmax", [13]],
  ["Upsample", [9, 10]],
]);

/**
 * The opset of each domain that nodes are written in: the library's own, or the one in which nodes were read that are
 * only carried along.
 * @throws NeuralizeError UNSUPPORTED_OPSET for a node that would mean something else there.
 */
export function writtenOpsets(nodes: readonly Node[]): ReadonlyMap<string, number> {
  const opsets = new Map([["", opset]]);
  for (const node of nodes) {
    const { domain, opset: own = 1, since } = node.operator;
    opsets.set(domain, Math.max(opsets.get(domain) ?? 1, own, since(node)));
  }
  const standard = opsets.get("") ?? opset;
  for (const node of nodes.filter(({ operator }) => operator.domain === "")) {
    const { type, since, opset: own = Math.max(opset, since(node)) } = node.operator;
    if (changes.get(type)?.some((version) => version > own && version <= standard))
      throw movedOperator(nameOf(node), operatorName(node.operator), own, standard);
  }
  return opsets;
}
