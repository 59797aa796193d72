import type { LayerType } from "../graph/value.ts";

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

/** Every layer type, as composites write it. */
export const layerTypeList: readonly string[] = Object.keys(layerTypes);

/** Whether a name in a layer map is a layer type, and not an operator's. */
export const isLayerType = (name: string): name is LayerType => Object.hasOwn(layerTypes, name);
