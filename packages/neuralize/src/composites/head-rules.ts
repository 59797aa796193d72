import { dependsOnInput } from "../graph/constancy.ts";
import type { LayerType, Node, Value } from "../graph/value.ts";
import { epsilon } from "../rules/epsilon.ts";
import { midpoint } from "../rules/midpoint.ts";
import { minTakesMost } from "../rules/min-takes-most.ts";
import { oneHotSum } from "../rules/one-hot-sum.ts";
import { pass } from "../rules/pass.ts";
import { passFilled } from "../rules/pass-filled.ts";
import { type Composite, isLayer } from "./composite.ts";

// Layers through which the midpoint rule still speaks of the data: what scales, fills, encodes or rotates columns.
const preprocessing: readonly LayerType[] = ["Affine", "Linear", "Imputation", "OneHotEncoding", "LabelEncoding"];

const isPreprocessing = (node: Node): boolean =>
  node.operator.moves(node) || node.operator.type === "Cast" || preprocessing.some((layer) => isLayer(node, layer));

/** Whether a value is the data itself, up to scaling or a linear map: no feature extractor stands before it. */
export function isData(value: Value | undefined): boolean {
  const seen = new Set<Node>();
  const stack = [value];
  while (stack.length > 0) {
    const producer = stack.pop()?.producer;
    if (producer?.kind !== "node" || seen.has(producer) || !producer.values.some(dependsOnInput)) continue;
    if (!isPreprocessing(producer)) return false;
    seen.add(producer);
    stack.push(...producer.inputs);
  }
  return true;
}

/**
 * Rules for the layers of a neuralized k-means: min-takes-most on the pool; midpoint on the margins where their input
 * is the data (NEON), ε on top of a network, whose features the midpoint rule would give relevance although they are
 * zero; and for columns that are filled or encoded in front of it. MATH.md §1 and §3.
 */
export const headComposite =
  (beta: number | Value): Composite =>
  () =>
  (node) => {
    if (isLayer(node, "MinPool")) return minTakesMost({ beta });
    if (isLayer(node, "Imputation")) return passFilled();
    if (isLayer(node, "OneHotEncoding")) return oneHotSum();
    if (isLayer(node, "LabelEncoding")) return pass();
    if (!isLayer(node, "NeuralizedKMeans")) return undefined;
    return isData(node.inputs[0]) ? midpoint() : epsilon();
  };
