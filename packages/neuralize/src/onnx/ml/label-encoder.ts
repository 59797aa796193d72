import { floatOf, floatsOf, intOf, intsOf, stringOf, stringsOf, tensorOf } from "../../graph/attributes.ts";
import { constant, node } from "../../graph/node.ts";
import { type DataType, float32, int64, strings, type Tensor } from "../../graph/tensor.ts";
import { LabelEncoding } from "../../heads/label-encoding.ts";
import { cast } from "../../ops/cast.ts";
import { type MachineLearningImport, type MachineLearningNode, operand } from "./import.ts";

/** keys_* or values_*, of whichever type the file uses. */
function listed(written: MachineLearningNode, prefix: "keys" | "values"): Tensor | undefined {
  const texts = stringsOf(written, `${prefix}_strings`);
  const integers = intsOf(written, `${prefix}_int64s`);
  const numbers = floatsOf(written, `${prefix}_floats`);
  if (texts) return strings(texts);
  if (integers) return int64(integers);
  return numbers ? float32(numbers) : tensorOf(written, `${prefix}_tensor`);
}

/** Version 1: a list of strings stands for the integers 0, 1, …; the type of the input says which way it maps. */
function firstVersion(written: MachineLearningNode, from: DataType | undefined): readonly [Tensor, Tensor] {
  const texts = stringsOf(written, "classes_strings") ?? [];
  const numbers = int64(texts.map((_, i) => i));
  return from === "string" ? [strings(texts), numbers] : [numbers, strings(texts)];
}

/** What a value that is no key becomes; the operator has one default per type. */
function otherwise(written: MachineLearningNode, type: DataType): Tensor {
  const given = tensorOf(written, "default_tensor");
  if (given !== undefined) return { ...given, shape: [1] };
  if (type === "string") return strings([stringOf(written, "default_string", "_Unused")]);
  return type === "int64" || type === "int32" || type === "int16"
    ? int64([intOf(written, "default_int64", -1)])
    : float32([floatOf(written, "default_float", 0)]);
}

/** LabelEncoder: every element replaced by the value that is listed for it. */
export const labelEncoder: MachineLearningImport = (written) => {
  const x = operand(written, 0);
  const keys = listed(written, "keys");
  const values = listed(written, "values");
  const [from, to] = keys && values ? [keys, values] : firstVersion(written, x.producer.outputs[x.index]?.type);
  const fallback = constant(otherwise(written, to.type));
  const same = to.type === "string" ? fallback : cast(fallback, to.type);
  return node(LabelEncoding, [x, constant(from), constant(to), same], {}, written.names).values;
};
