import type { Operator } from "../graph/value.ts";
import { Abs } from "./abs.ts";
import { Add } from "./add.ts";
import { ArgMax, ArgMin } from "./arg-extremum.ts";
import { AveragePool } from "./average-pool.ts";
import { BatchNormalization } from "./batch-normalization.ts";
import { Cast } from "./cast.ts";
import { Clip } from "./clip.ts";
import { And, Equal, Greater, GreaterOrEqual, IsInf, IsNaN, Less, LessOrEqual, Not, Or, Xor } from "./comparison.ts";
import { Concat } from "./concat.ts";
import { ConstantOfShape } from "./constant-of-shape.ts";
import { Conv } from "./conv.ts";
import { ConvTranspose } from "./conv-transpose.ts";
import { CumSum } from "./cum-sum.ts";
import { DepthToSpace, SpaceToDepth } from "./depth-to-space.ts";
import { Div } from "./div.ts";
import { Dropout } from "./dropout.ts";
import { Einsum } from "./einsum.ts";
import { Celu, Elu, Selu } from "./elu.ts";
import { Erf } from "./erf.ts";
import { Exp } from "./exp.ts";
import { Expand } from "./expand.ts";
import { Max, Min } from "./extremum.ts";
import { Gather } from "./gather.ts";
import { GatherElements, ScatterElements } from "./gather-elements.ts";
import { GatherND, ScatterND } from "./gather-nd.ts";
import { Gelu } from "./gelu.ts";
import { Gemm } from "./gemm.ts";
import { GlobalAveragePool, GlobalMaxPool } from "./global-pool.ts";
import { GroupNormalization } from "./group-normalization.ts";
import { HardSwish } from "./hard-swish.ts";
import { Identity } from "./identity.ts";
import { InstanceNormalization } from "./instance-normalization.ts";
import { LayerNormalization } from "./layer-normalization.ts";
import { LeakyRelu } from "./leaky-relu.ts";
import { Log } from "./log.ts";
import { LpNormalization } from "./lp-normalization.ts";
import { GlobalLpPool, LpPool } from "./lp-pool.ts";
import { LRN } from "./lrn.ts";
import { MatMul } from "./matmul.ts";
import { MaxPool } from "./max-pool.ts";
import { Mish } from "./mish.ts";
import { Mul } from "./mul.ts";
import { Neg } from "./neg.ts";
import { NonZero } from "./non-zero.ts";
import { PRelu } from "./p-relu.ts";
import { Pad } from "./pad.ts";
import { Pow } from "./pow.ts";
import { Range } from "./range.ts";
import { Reciprocal } from "./reciprocal.ts";
import {
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
} from "./reduce.ts";
import { Relu } from "./relu.ts";
import { Flatten, Reshape } from "./reshape.ts";
import { Resize } from "./resize.ts";
import { RMSNormalization } from "./rms-normalization.ts";
import { Ceil, Floor, Round } from "./rounding.ts";
import { Shape } from "./shape.ts";
import { HardSigmoid, Sigmoid } from "./sigmoid.ts";
import { Sign } from "./sign.ts";
import { Size } from "./size.ts";
import { Slice } from "./slice.ts";
import { LogSoftmax, Softmax } from "./softmax.ts";
import { Softplus } from "./softplus.ts";
import { Softsign } from "./softsign.ts";
import { Split } from "./split.ts";
import { Sqrt } from "./sqrt.ts";
import { Squeeze, Unsqueeze } from "./squeeze.ts";
import { Sub } from "./sub.ts";
import { Mean, Sum } from "./sum.ts";
import { Swish } from "./swish.ts";
import { Tanh } from "./tanh.ts";
import { ThresholdedRelu } from "./thresholded-relu.ts";
import { Tile } from "./tile.ts";
import { TopK } from "./top-k.ts";
import { Transpose } from "./transpose.ts";
import { Trilu } from "./trilu.ts";
import { Where } from "./where.ts";

/** Every standard operator that the compiler knows. */
export const operators: readonly Operator[] = [
  Abs,
  Add,
  And,
  ArgMax,
  ArgMin,
  AveragePool,
  BatchNormalization,
  Cast,
  Ceil,
  Celu,
  Clip,
  Concat,
  ConstantOfShape,
  Conv,
  ConvTranspose,
  CumSum,
  DepthToSpace,
  Div,
  Dropout,
  Einsum,
  Elu,
  Equal,
  Erf,
  Exp,
  Expand,
  Flatten,
  Floor,
  Gather,
  GatherElements,
  GatherND,
  Gelu,
  Gemm,
  GlobalAveragePool,
  GlobalLpPool,
  GlobalMaxPool,
  Greater,
  GreaterOrEqual,
  GroupNormalization,
  HardSigmoid,
  HardSwish,
  Identity,
  InstanceNormalization,
  IsInf,
  IsNaN,
  LRN,
  LayerNormalization,
  LeakyRelu,
  Less,
  LessOrEqual,
  Log,
  LogSoftmax,
  LpNormalization,
  LpPool,
  MatMul,
  Max,
  MaxPool,
  Mean,
  Min,
  Mish,
  Mul,
  Neg,
  NonZero,
  Not,
  Or,
  PRelu,
  Pad,
  Pow,
  RMSNormalization,
  Range,
  Reciprocal,
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
  Relu,
  Reshape,
  Resize,
  Round,
  ScatterElements,
  ScatterND,
  Selu,
  Shape,
  Sigmoid,
  Sign,
  Size,
  Slice,
  Softmax,
  Softplus,
  Softsign,
  SpaceToDepth,
  Split,
  Sqrt,
  Squeeze,
  Sub,
  Sum,
  Swish,
  Tanh,
  ThresholdedRelu,
  Tile,
  TopK,
  Transpose,
  Trilu,
  Unsqueeze,
  Where,
  Xor,
];
