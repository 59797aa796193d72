import type { LayerType } from "../graph/value.ts";
import { operators } from "../ops/index.ts";
import type { LayerName } from "./composite.ts";

// A record and not a list, so that a layer type cannot be forgotten.
const layerTypes: Readonly<Record<LayerType, true>> = {
  Convolution: true,
  Linear: true,
  Activation: true,
  ReLU: true,
  AvgPool: true,
  MaxPool: true,
  Sum: true,
  BatchNorm: true,
  Normalization: true,
  Affine: true,
  NeuralizedKMeans: true,
  MinPool: true,
  Imputation: true,
  OneHotEncoding: true,
  LabelEncoding: true,
};

/** Layer types, and `AnyLinear` for both linear ones: what a layer map usually names. */
export const layerTypeNames: readonly string[] = [...Object.keys(layerTypes), "AnyLinear"];

const operatorNames: ReadonlySet<string> = new Set(operators.map(({ type }) => type));

/** Whether a name in a layer map can address anything: a layer type or a standard operator. */
export const isLayerName = (name: string): name is LayerName =>
  layerTypeNames.includes(name) || operatorNames.has(name);
