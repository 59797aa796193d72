// Closed form and fitting: no engine, any browser or worker.

export type {
  AttributeOptions,
  Attribution,
  Attributor,
  AttributorOptions,
  ConvergenceGap,
  Explained,
  ExplainedHead,
  ExplainedOutput,
  PropagatingOptions,
  Relevance,
  TargetChoice,
} from "./attributors/attributor.ts";
export type { Baseline } from "./attributors/baseline.ts";
// Methods of attribution, on an engine.
export { type GradientOptions, gradient } from "./attributors/gradient.ts";
export { inputXGradient } from "./attributors/input-x-gradient.ts";
export { type IntegratedGradientsOptions, integratedGradients } from "./attributors/integrated-gradients.ts";
export { heuristicStiffness, type LrpOptions, lrp } from "./attributors/lrp.ts";
export { type OcclusionOptions, occlusion } from "./attributors/occlusion.ts";
export { type ShapleyOptions, shapley } from "./attributors/shapley.ts";
export { type SmoothGradOptions, smoothGrad } from "./attributors/smoothgrad.ts";
export type { Sizes } from "./attributors/windows.ts";
export { fuseActivations } from "./canonizers/activations/fuse-activations.ts";
export { fuseLayerNormalization } from "./canonizers/activations/fuse-layer-normalization.ts";
export type { Canonized, Canonizer, CanonizerMatch } from "./canonizers/canonizer.ts";
// Clusterings that others exported.
export { clusteringCheck } from "./canonizers/clustering/check.ts";
export { endings } from "./canonizers/clustering/endings.ts";
export type { ClusteringMatch, ClusteringMiss, NumericCheck, Recognition } from "./canonizers/clustering/match.ts";
export { recogniseClusterings } from "./canonizers/clustering/recognise.ts";
export { type CheckedClustering, type RunModel, runClusteringCheck } from "./canonizers/clustering/run-check.ts";
export { dropInert } from "./canonizers/drop-inert.ts";
export { linearBias } from "./canonizers/linear/linear-bias.ts";
export { mergeBatchNorm } from "./canonizers/linear/merge-batch-norm.ts";
export { type Replacement, rewriting } from "./canonizers/rewriting.ts";
export { canonizersByName, standardCanonizers } from "./canonizers/standard.ts";
// Clusterings as graphs, and their explainers.
export {
  type Compiled,
  type CompileOptions,
  compile,
  type HeadOptions,
  type NetworkOptions,
  planRelevance,
  type RelevancePlan,
  type Stages,
} from "./compile.ts";
// Rules and composites.
export {
  type Composite,
  firstLayerComposite,
  type LayerMap,
  type LayerName,
  layerMapComposite,
  mixedComposite,
  type NameMap,
  nameMapComposite,
} from "./composites/composite.ts";
export { defaultComposite } from "./composites/default.ts";
export { compositeFromJson, type PlacedComposite, placedComposite } from "./composites/from-json.ts";
export { headComposite } from "./composites/head-rules.ts";
export {
  betaSmooth,
  deconvnet,
  epsilonAlpha2Beta1,
  epsilonAlpha2Beta1Flat,
  epsilonGammaBox,
  epsilonPlus,
  epsilonPlusFlat,
  excitationBackprop,
  guidedBackprop,
  presetNames,
  presetParameters,
} from "./composites/presets.ts";
export { compositeToJson, type LayerMaps } from "./composites/to-json.ts";
export { type Conservation, conservation, type LayerConservation } from "./conservation/conservation.ts";
export {
  type Engine,
  type EngineTensor,
  engine,
  type Feed,
  type OnnxRuntime,
  type Session,
  type SessionOptions,
} from "./engine.ts";
export { NeuralizeError } from "./errors/error.ts";
export { onOneLine, printable, quoted, shownJson } from "./errors/printable.ts";
export { operatorName } from "./errors/remedies.ts";
export { type ChooseKOptions, type ChosenK, chooseK, type KCurvePoint } from "./fit/choose-k.ts";
export type { BindDistanceProduct, DistanceProduct, Nearest } from "./fit/distance-product.ts";
// Rows and fits on an engine.
export { type EngineDistances, engineDistances } from "./fit/engine-distances.ts";
export { type FitKMeansOptions, type FitProgress, fitKMeans, type KMeansFit } from "./fit/fit-kmeans.ts";
export { type SilhouetteOptions, silhouette } from "./fit/silhouette.ts";
// Graphs, for operators, rules and canonizers of one's own.
export * as attributes from "./graph/attributes.ts";
export { checkGraph } from "./graph/check.ts";
export { dependsOnInput } from "./graph/constancy.ts";
export {
  apply,
  constant,
  constantOf,
  input,
  integers,
  nameOf,
  node,
  outputOf,
  scalar,
  scalarLike,
  typeOf,
} from "./graph/node.ts";
export { firstNotFinite, type NotFinite } from "./graph/not-finite.ts";
export { operator } from "./graph/operator.ts";
export { printGraph } from "./graph/print.ts";
export type { Readers } from "./graph/readers.ts";
export { elementwise, operandType, rankOf, shapeOf, showShape } from "./graph/shapes.ts";
export { type DataType, float32, float64, int64, numbersOf, type Tensor, tensorFrom } from "./graph/tensor.ts";
export { topologicalOrder } from "./graph/topology.ts";
export type {
  Attribute,
  Attributes,
  Dimension,
  Graph,
  LayerType,
  Node,
  NodeDraft,
  Operator,
  ParameterRole,
  Sign,
  TensorType,
  Value,
} from "./graph/value.ts";
export { discriminants } from "./heads/closed-form/discriminants.ts";
export {
  type ExplainKMeansOptions,
  explainKMeans,
  type KMeansExplanation,
} from "./heads/closed-form/explain-kmeans.ts";
export { type NeuralizedWeights, neuralizedWeights } from "./heads/closed-form/neuralized-weights.ts";
export { type PairwiseMargin, pairwiseMargin } from "./heads/closed-form/pairwise-margin.ts";
export { averagedFeatures, featureKMeans } from "./heads/feature-kmeans.ts";
export { inputCodes } from "./heads/input-codes.ts";
export { type KMeansGraph, kmeansGraph as kmeans } from "./heads/kmeans-graph.ts";
export { lower } from "./heads/lower.ts";
export type { KMeansHead, NeuralizeOptions, Pool } from "./heads/neuralize.ts";
export { tableGraph } from "./heads/table-graph.ts";
export type {
  CategoryColumn,
  NumericColumn,
  TableCluster,
  TableColumn,
  TableModel,
  TableTraining,
} from "./heads/table-model.ts";
export type { Matrix } from "./matrix.ts";
export { type DecodeOptions, decode, type Model } from "./onnx/decode.ts";
export type { ExternalData } from "./onnx/decode-tensor.ts";
export { type EncodeOptions, encode } from "./onnx/encode.ts";
export { operators } from "./ops/index.ts";
export * as ops from "./ops/public.ts";
export { relevanceSteps, type Step } from "./relevance.ts";
export { relevancePath } from "./relevance-path.ts";
export { type ExplainedRows, type RowExplainer, type RowExplainerOptions, rowExplainer } from "./row-explainer.ts";
export { alphaBeta } from "./rules/alpha-beta.ts";
export { epsilon } from "./rules/epsilon.ts";
export { flat } from "./rules/flat.ts";
export { gamma } from "./rules/gamma.ts";
export { midpoint } from "./rules/midpoint.ts";
export { maxTakesMost, minTakesMost } from "./rules/min-takes-most.ts";
export { norm } from "./rules/norm.ts";
export { pass } from "./rules/pass.ts";
export { reluBetaSmooth, reluDeconvnet, reluGuidedBackprop } from "./rules/relu-rules.ts";
export type { Branch, DirectRule, Json, ModifierRule, Rule, Term, Vanishes } from "./rules/rule.ts";
export { directRule, modifierRule } from "./rules/rule.ts";
export { type Stabilizer, stabilized } from "./rules/stabilizer.ts";
export { wsquare } from "./rules/wsquare.ts";
export { type Bound, zbox } from "./rules/zbox.ts";
export { zplus } from "./rules/zplus.ts";
export type { InitialRelevance, OutputTarget } from "./seed.ts";
export { type UnsupportedNode, unsupportedNodes } from "./unsupported.ts";
