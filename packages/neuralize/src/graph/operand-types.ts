import { typeOf } from "./node.ts";
import { isFloating } from "./tensor.ts";
import type { Node } from "./value.ts";

/** Standard operators all of whose operands are of one type, integers included. */
const uniform: ReadonlySet<string> = new Set([
  ...["Add", "Sub", "Mul", "Div", "Mod", "Max", "Min", "Sum", "Mean", "PRelu", "Concat"],
  ...["MatMul", "Gemm", "Einsum", "Conv", "ConvTranspose"],
  ...["BatchNormalization", "InstanceNormalization", "GroupNormalization", "LayerNormalization", "RMSNormalization"],
  ...["Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or", "Xor"],
]);

/** Standard operators that may take floating operands of different types. */
const mixing: ReadonlySet<string> = new Set([
  ...["Pow", "CastLike", "Dropout", "Resize", "Upsample", "OneHot", "GridSample"],
  ...["Attention", "RotaryEmbedding"],
  ...["QuantizeLinear", "DequantizeLinear"],
]);

/**
 * How the element types of a node's operands contradict each other ("input 1 is float64 where input 0 is float32"), or
 * undefined. Operators of the standard domain only: what others take is theirs to say.
 */
export function mixedOperands({ operator, inputs }: Node): string | undefined {
  if (operator.domain !== "" || mixing.has(operator.type)) return undefined;
  const all = uniform.has(operator.type);
  let first: { readonly index: number; readonly type: string } | undefined;
  for (const [index, value] of inputs.entries()) {
    if (value === undefined) continue;
    const { type } = typeOf(value);
    if (!all && !isFloating(type)) continue;
    if (first !== undefined && first.type !== type)
      return `input ${index} is ${type} where input ${first.index} is ${first.type}`;
    first ??= { index, type };
  }
  return undefined;
}
