import { constant } from "../graph/node.ts";
import { type DataType, elementCount, numbersOf, type Tensor, tensorFrom } from "../graph/tensor.ts";
import type { Attribute, Attributes, TensorType, Value } from "../graph/value.ts";
import { cast } from "../ops/cast.ts";
import { dataTypeOf, numberOfDataType } from "./data-type.ts";

// JavaScript has no arrays for 16-bit floats everywhere, the runtime's CPU has hardly any operators for them, and a
// relevance of theirs overflows at 65504. Their weights stay as they are in the file and are widened when it is loaded.

const isNarrow = (type: DataType): boolean => type === "float16" || type === "bfloat16";

/** float32 in the place of the two 16-bit types. */
export const widenedType = (declared: TensorType): TensorType =>
  isNarrow(declared.type) ? { ...declared, type: "float32" } : declared;

// Scalars and vectors of bounds are read at compile time; weights are not.
const longest = 64;

const widenedNumbers = (tensor: Tensor): Tensor => tensorFrom(numbersOf(tensor), "float32", tensor.shape);

/** A constant of the file: 16-bit weights are cast to float32 in the graph, which the runtime folds. */
export function widenedConstant(tensor: Tensor, name?: string): Value {
  if (!isNarrow(tensor.type)) return constant(tensor, name);
  if (elementCount(tensor.shape) <= longest) return constant(widenedNumbers(tensor), name);
  return cast(constant(tensor, name), "float32");
}

/** Attributes that name an element type, by operator. */
const typeAttributes: ReadonlyMap<string, string> = new Map([
  ["Cast", "to"],
  ...["Bernoulli", "EyeLike", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike"].map(
    (type) => [type, "dtype"] as const,
  ),
]);

/** Attributes of a standard operator that make 16-bit floats, made to make float32. */
export function widenedAttributes(type: string, attributes: Attributes): Attributes {
  const named = typeAttributes.get(type);
  const entries = Object.entries(attributes).map(([name, attribute]): [string, Attribute] => {
    if (name === named && attribute.kind === "int" && isNarrow(dataTypeOf(attribute.value, `The result of ${type}`)))
      return [name, { kind: "int", value: numberOfDataType("float32") }];
    // The one element of ConstantOfShape.
    return attribute.kind === "tensor" &&
      isNarrow(attribute.value.type) &&
      elementCount(attribute.value.shape) <= longest
      ? [name, { kind: "tensor", value: widenedNumbers(attribute.value) }]
      : [name, attribute];
  });
  return Object.fromEntries(entries);
}
