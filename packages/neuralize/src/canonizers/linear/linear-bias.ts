import { float, floatOf } from "../../graph/attributes.ts";
import { dependsOnInput } from "../../graph/constancy.ts";
import { integers, node as makeNode, nameOf, outputOf, scalarLike } from "../../graph/node.ts";
import { type Shape, sameShape, shapeOf, staticShape } from "../../graph/shapes.ts";
import { elementCount } from "../../graph/tensor.ts";
import type { Node, Value } from "../../graph/value.ts";
import { Add, add } from "../../ops/add.ts";
import { expand } from "../../ops/expand.ts";
import { mul } from "../../ops/mul.ts";
import { neg } from "../../ops/neg.ts";
import { reshape } from "../../ops/reshape.ts";
import { Sub } from "../../ops/sub.ts";
import { type Replacement, rewriting } from "../rewriting.ts";
import { Linear } from "./linear.ts";

/** The operand that carries data and what is added to it, for x + c, c + x and x − c with a constant c. */
function addition({ operator, inputs: [a, b] }: Node): { readonly layer: Value; readonly constant: Value } | undefined {
  if (a === undefined || b === undefined || dependsOnInput(a) === dependsOnInput(b)) return undefined;
  if (operator === Add) return dependsOnInput(a) ? { layer: a, constant: b } : { layer: b, constant: a };
  return operator === Sub && dependsOnInput(a) ? { layer: a, constant: neg(b) } : undefined;
}

/** A constant that differs along axis 1 only, as one number per channel; undefined for any other. */
function perChannel(constant: Value, rank: number, channels: number): Value | undefined {
  const sizes = staticShape(shapeOf(constant));
  if (sizes === undefined || sizes.length > rank) return undefined;
  const axis = 1 - (rank - sizes.length);
  if (sizes.some((size, i) => size !== 1 && i !== axis)) return undefined;
  if (elementCount(sizes) === channels) return reshape(constant, integers([channels]));
  return elementCount(sizes) === 1 ? expand(reshape(constant, integers([1])), integers([channels])) : undefined;
}

const withBias = (layer: Node, bias: Value, attributes = layer.attributes, operator = layer.operator): Value =>
  outputOf(
    makeNode(operator, [layer.inputs[0], layer.inputs[1], bias], attributes, {
      name: layer.name,
      ...(layer.outputNames !== undefined && { outputNames: layer.outputNames }),
    }),
  );

function convolutionWith(layer: Node, constant: Value): Value | undefined {
  const shape = shapeOf(outputOf(layer));
  const channels = shape?.[1];
  if (shape === undefined || typeof channels !== "number") return undefined;
  const bias = perChannel(constant, shape.length, channels);
  const own = layer.inputs[2];
  return bias && withBias(layer, own === undefined ? bias : add(own, bias));
}

function gemmWith(layer: Node, constant: Value): Value {
  const own = layer.inputs[2];
  const beta = floatOf(layer, "beta", 1);
  const scaled = own && beta !== 1 ? mul(own, scalarLike(own, beta)) : own;
  return withBias(layer, scaled === undefined ? constant : add(scaled, constant), {
    ...layer.attributes,
    beta: float(1),
  });
}

function layerWith(layer: Node, constant: Value): Value | undefined {
  const roles = layer.operator.parameters(layer);
  if (roles[1] !== "weight") return undefined;
  const [x, weight] = layer.inputs;
  switch (layer.operator.domain === "" ? layer.operator.type : "") {
    case "Conv":
    case "ConvTranspose":
      return convolutionWith(layer, constant);
    case "Gemm":
      return gemmWith(layer, constant);
    case "MatMul":
      return x && weight && withBias(layer, constant, {}, Linear);
    default:
      return undefined;
  }
}

const fits = (sum: Shape | undefined, layer: Value): boolean => sameShape(sum, shapeOf(layer));

/** A linear layer and the constant that is added to it are one layer with a bias. MATH.md §3. */
export const linearBias = rewriting("linear_bias", (node, original, readers): Replacement | undefined => {
  const sum = addition(node);
  const before = addition(original);
  // What something else reads without the constant would have to be computed a second time.
  if (sum?.layer.producer.kind !== "node" || before === undefined || readers(before.layer) > 1) return undefined;
  if (!fits(shapeOf(outputOf(node)), sum.layer)) return undefined;
  const layer = layerWith(sum.layer.producer, sum.constant);
  return layer && { values: [layer], effect: `bias of ${nameOf(sum.layer.producer)}` };
});
