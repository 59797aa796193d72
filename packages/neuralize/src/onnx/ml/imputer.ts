import { float, floatOf, floatsOf, intOf, intsOf } from "../../graph/attributes.ts";
import { constant, node, typeOf } from "../../graph/node.ts";
import { float32, int64, isFloating } from "../../graph/tensor.ts";
import { Imputation } from "../../heads/imputation.ts";
import { cast } from "../../ops/cast.ts";
import { type MachineLearningImport, operand } from "./import.ts";

/** Imputer: cells that equal one value (NaN mostly) replaced by one value per feature. */
export const imputer: MachineLearningImport = (written) => {
  const x = operand(written, 0);
  const { type } = typeOf(x);
  const floating = isFloating(type);
  const fill = floating
    ? constant(float32(floatsOf(written, "imputed_value_floats") ?? [0]))
    : constant(int64(intsOf(written, "imputed_value_int64s") ?? [0]));
  const replaced = floating ? floatOf(written, "replaced_value_float", 0) : intOf(written, "replaced_value_int64", 0);
  const attributes = Number.isNaN(replaced) ? {} : { replaced: float(replaced) };
  return node(Imputation, [x, cast(fill, type)], attributes, written.names).values;
};
