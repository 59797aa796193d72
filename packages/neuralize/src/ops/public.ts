// What users build graphs, rules and operators from: every standard operator, and functions that apply the usual ones.

export { Abs, abs } from "./abs.ts";
export { Add, add, sum } from "./add.ts";
export { ArgMax, ArgMin, argMax, argMin } from "./arg-extremum.ts";
export { AveragePool } from "./average-pool.ts";
export { BatchNormalization } from "./batch-normalization.ts";
export { Cast, cast } from "./cast.ts";
export { Clip, clip } from "./clip.ts";
export {
  And,
  and,
  Equal,
  equal,
  Greater,
  GreaterOrEqual,
  greater,
  greaterOrEqual,
  IsInf,
  IsNaN,
  Less,
  LessOrEqual,
  less,
  lessOrEqual,
  Not,
  not,
  Or,
  or,
  Xor,
} from "./comparison.ts";
export { Concat, concat } from "./concat.ts";
export { ConstantOfShape } from "./constant-of-shape.ts";
export { Conv } from "./conv.ts";
export { ConvTranspose } from "./conv-transpose.ts";
export { CumSum } from "./cum-sum.ts";
export { DepthToSpace, SpaceToDepth } from "./depth-to-space.ts";
export { Div, div, divOrZero } from "./div.ts";
export { Dropout } from "./dropout.ts";
export { Einsum } from "./einsum.ts";
export { Celu, Elu, Selu } from "./elu.ts";
export { Erf, erf } from "./erf.ts";
export { Exp, exp } from "./exp.ts";
export { Expand, expand, expandLike } from "./expand.ts";
export { Max, Min, max, min } from "./extremum.ts";
export { Gather, gather } from "./gather.ts";
export { GatherElements, gatherElements, ScatterElements, scatterElements } from "./gather-elements.ts";
export { GatherND, ScatterND } from "./gather-nd.ts";
export { Gelu } from "./gelu.ts";
export { Gemm, gemm } from "./gemm.ts";
export { GlobalAveragePool, GlobalMaxPool } from "./global-pool.ts";
export { GroupNormalization } from "./group-normalization.ts";
export { HardSwish } from "./hard-swish.ts";
export { Identity, identity } from "./identity.ts";
export { InstanceNormalization } from "./instance-normalization.ts";
export { LayerNormalization } from "./layer-normalization.ts";
export { LeakyRelu } from "./leaky-relu.ts";
export { Log, log } from "./log.ts";
export { LpNormalization } from "./lp-normalization.ts";
export { GlobalLpPool, LpPool } from "./lp-pool.ts";
export { LRN } from "./lrn.ts";
export { MatMul, matMul } from "./matmul.ts";
export { MaxPool } from "./max-pool.ts";
export { Mish } from "./mish.ts";
export { Mul, mul } from "./mul.ts";
export { Neg, neg } from "./neg.ts";
export { NonZero } from "./non-zero.ts";
export { PRelu } from "./p-relu.ts";
export { Pad, pad } from "./pad.ts";
export { Pow, pow } from "./pow.ts";
export { Range } from "./range.ts";
export { Reciprocal, reciprocal } from "./reciprocal.ts";
export {
  ReduceL1,
  ReduceL2,
  ReduceLogSum,
  ReduceLogSumExp,
  ReduceMax,
  ReduceMean,
  ReduceMin,
  ReduceProd,
  ReduceSum,
  ReduceSumSquare,
  reduceL1,
  reduceL2,
  reduceLogSumExp,
  reduceMax,
  reduceMean,
  reduceMin,
  reduceProd,
  reduceSum,
  reduceSumSquare,
} from "./reduce.ts";
export { Relu, relu } from "./relu.ts";
export { Flatten, flatten, Reshape, reshape, reshapeLike } from "./reshape.ts";
export { Resize } from "./resize.ts";
export { RMSNormalization } from "./rms-normalization.ts";
export { Ceil, Floor, Round } from "./rounding.ts";
export { Shape, shape } from "./shape.ts";
export { HardSigmoid, Sigmoid, sigmoid } from "./sigmoid.ts";
export { Sign, sign } from "./sign.ts";
export { Size } from "./size.ts";
export { Slice, slice } from "./slice.ts";
export { LogSoftmax, Softmax, softmax } from "./softmax.ts";
export { Softplus } from "./softplus.ts";
export { Softsign } from "./softsign.ts";
export { Split, split } from "./split.ts";
export { Sqrt, sqrt } from "./sqrt.ts";
export { Squeeze, squeeze, Unsqueeze, unsqueeze } from "./squeeze.ts";
export { Sub, sub } from "./sub.ts";
export { Mean, Sum } from "./sum.ts";
export { Swish } from "./swish.ts";
export { Tanh, tanh } from "./tanh.ts";
export { ThresholdedRelu } from "./thresholded-relu.ts";
export { Tile, tile } from "./tile.ts";
export { TopK } from "./top-k.ts";
export { Transpose, transpose } from "./transpose.ts";
export { Trilu } from "./trilu.ts";
export { Where, where } from "./where.ts";
