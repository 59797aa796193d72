import { float, floatOf, intOf, intsOf, stringOf } from "../../graph/attributes.ts";
import { dependsOnInput } from "../../graph/constancy.ts";
import { integers, node as makeNode, nameOf, outputOf, scalarLike } from "../../graph/node.ts";
import { rankOf, shapeOf, staticShape } from "../../graph/shapes.ts";
import type { Node, Value } from "../../graph/value.ts";
import { add } from "../../ops/add.ts";
import { div } from "../../ops/div.ts";
import { mul } from "../../ops/mul.ts";
import { reduceSum } from "../../ops/reduce.ts";
import { reshape } from "../../ops/reshape.ts";
import { sqrt } from "../../ops/sqrt.ts";
import { squeeze } from "../../ops/squeeze.ts";
import { sub } from "../../ops/sub.ts";
import { type Replacement, rewriting } from "../rewriting.ts";
import { Linear } from "./linear.ts";

/** A batch normalisation at inference as y = s·x + t per channel: s = γ/√(v + ε), t = β − m·s. */
interface ChannelMap {
  readonly scale: Value;
  readonly shift: Value;
}

function channelMap(node: Node): ChannelMap | undefined {
  const [, gamma, beta, mean, variance] = node.inputs;
  if (gamma === undefined || beta === undefined || mean === undefined || variance === undefined) return undefined;
  if ([gamma, beta, mean, variance].some(dependsOnInput) || intOf(node, "training_mode", 0) === 1) return undefined;
  const scale = div(gamma, sqrt(add(variance, scalarLike(variance, floatOf(node, "epsilon", 1e-5)))));
  return { scale, shift: sub(beta, mul(mean, scale)) };
}

interface Parameters {
  readonly weight: Value;
  readonly bias: Value;
}

const withParameters = (layer: Node, { weight, bias }: Parameters): Value => {
  const [x] = layer.inputs;
  const names = {
    name: layer.name,
    ...(layer.outputNames !== undefined && { outputNames: layer.outputNames }),
  };
  if (layer.operator.type === "MatMul") return outputOf(makeNode(Linear, [x, weight, bias], {}, names));
  // Gemm adds β times its bias: the factor is in the bias by now.
  const attributes = layer.operator.type === "Gemm" ? { ...layer.attributes, beta: float(1) } : layer.attributes;
  return outputOf(makeNode(layer.operator, [x, weight, bias], attributes, names));
};

/** W·s per output channel, and the bias that goes with it: b·s + t. MATH.md §3, "Merging batch norm". */
function mergedAfter(layer: Node, { scale, shift }: ChannelMap): Parameters | undefined {
  const weight = layer.inputs[1];
  const scaled = weight && scaledOutputs(layer, weight, scale);
  if (scaled === undefined) return undefined;
  const own = ownBias(layer);
  return { weight: scaled, bias: own === undefined ? shift : add(mul(own, scale), shift) };
}

function ownBias(layer: Node): Value | undefined {
  const bias = layer.inputs[2];
  const beta = layer.operator.type === "Gemm" ? floatOf(layer, "beta", 1) : 1;
  return bias && beta !== 1 ? mul(bias, scalarLike(bias, beta)) : bias;
}

function scaledOutputs(layer: Node, weight: Value, scale: Value): Value | undefined {
  const sizes = staticShape(shapeOf(weight));
  if (sizes === undefined) return undefined;
  const kernel = sizes.slice(2).map(() => 1);
  switch (layer.operator.type) {
    case "Conv":
      return mul(weight, reshape(scale, integers([-1, 1, ...kernel])));
    case "ConvTranspose": {
      // [C, M/groups, kernel]: the output channels of a group stand side by side with every input channel of it.
      const groups = intOf(layer, "group", 1);
      const [channels = 0, perGroup = 0] = sizes;
      const grouped = reshape(weight, integers([groups, channels / groups, perGroup, ...sizes.slice(2)]));
      const scaled = mul(grouped, reshape(scale, integers([groups, 1, perGroup, ...kernel])));
      return reshape(scaled, integers(sizes));
    }
    case "Gemm":
      return mul(weight, intOf(layer, "transB", 0) === 1 ? reshape(scale, integers([-1, 1])) : scale);
    case "MatMul":
    case "Linear":
      return rankOf(outputOf(layer)) === 2 && sizes.length === 2 ? mul(weight, scale) : undefined;
    default:
      return undefined;
  }
}

/** W·s per input channel, and b + W·t. MATH.md §3, "Merging batch norm". */
function mergedBefore(layer: Node, { scale, shift }: ChannelMap): Parameters | undefined {
  const weight = layer.inputs[1];
  const sizes = weight && staticShape(shapeOf(weight));
  if (weight === undefined || sizes === undefined) return undefined;
  const own = ownBias(layer);
  const withOwn = (bias: Value): Value => (own === undefined ? bias : add(own, bias));
  switch (layer.operator.type) {
    case "Conv": {
      if (padded(layer)) return undefined;
      const groups = intOf(layer, "group", 1);
      const [outputs = 0, perGroup = 0] = sizes;
      const kernel = sizes.slice(2);
      const grouped = reshape(weight, integers([groups, outputs / groups, perGroup, ...kernel]));
      const perInput = (value: Value): Value =>
        mul(grouped, reshape(value, integers([groups, 1, perGroup, ...kernel.map(() => 1)])));
      const shifts = reshape(perInput(shift), integers(sizes));
      const axes = sizes.slice(1).map((_, i) => i + 1);
      return {
        weight: reshape(perInput(scale), integers(sizes)),
        bias: withOwn(squeeze(reduceSum(shifts, axes), axes)),
      };
    }
    case "Gemm": {
      const transposed = intOf(layer, "transB", 0) === 1;
      const column = (value: Value): Value => (transposed ? value : reshape(value, integers([-1, 1])));
      const summed = squeeze(reduceSum(mul(weight, column(shift)), [transposed ? 1 : 0]), [transposed ? 1 : 0]);
      const alpha = floatOf(layer, "alpha", 1);
      return {
        weight: mul(weight, column(scale)),
        bias: withOwn(alpha === 1 ? summed : mul(summed, scalarLike(summed, alpha))),
      };
    }
    case "MatMul":
    case "Linear": {
      if (sizes.length !== 2 || rankOf(outputOf(layer)) !== 2) return undefined;
      const column = (value: Value): Value => reshape(value, integers([-1, 1]));
      return {
        weight: mul(weight, column(scale)),
        bias: withOwn(squeeze(reduceSum(mul(weight, column(shift)), [0]), [0])),
      };
    }
    default:
      return undefined;
  }
}

/** Padding adds zeros behind the normalisation, which no weights in front of it can stand for. */
const padded = (layer: Node): boolean =>
  (intsOf(layer, "pads") ?? []).some((amount) => amount !== 0) ||
  stringOf(layer, "auto_pad", "NOTSET").startsWith("SAME");

const isLinear = (node: Node): boolean =>
  (node.operator.domain === "" || node.operator.type === "Linear") && node.operator.parameters(node)[1] === "weight";

const isBatchNorm = (node: Node): boolean =>
  node.operator.type === "BatchNormalization" && node.operator.domain === "" && node.outputs.length === 1;

/**
 * A batch normalisation becomes part of the linear layer before it, or after it where nothing stands between, with the
 * bias that comes of it. MATH.md §3. A value that something else reads too keeps its own layer.
 */
export const mergeBatchNorm = rewriting("merge_batch_norm", (node, original, readers): Replacement | undefined => {
  const source = node.inputs[0]?.producer;
  if (source?.kind !== "node" || readers(original.inputs[0]) > 1) return undefined;
  if (isBatchNorm(node) && isLinear(source)) {
    const map = channelMap(node);
    const parameters = map && mergedAfter(source, map);
    return parameters && { values: [withParameters(source, parameters)], effect: `merged into ${nameOf(source)}` };
  }
  if (isLinear(node) && isBatchNorm(source) && intOf(node, "transA", 0) === 0) {
    const map = channelMap(source);
    const parameters = map && mergedBefore(node, map);
    const [x] = source.inputs;
    if (parameters === undefined || x === undefined) return undefined;
    const behind: Node = { ...node, inputs: [x, ...node.inputs.slice(1)] };
    return { values: [withParameters(behind, parameters)], effect: `takes over ${nameOf(source)} in front of it` };
  }
  return undefined;
});
