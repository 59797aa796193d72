import { floatOf, int } from "../../graph/attributes.ts";
import { node, scalar, typeOf } from "../../graph/node.ts";
import { Cast, cast } from "../../ops/cast.ts";
import { greater } from "../../ops/comparison.ts";
import { numberOfDataType } from "../data-type.ts";
import { type MachineLearningImport, operand } from "./import.ts";

/** Binarizer: 1 above the threshold, else 0. */
export const binarizer: MachineLearningImport = (written) => {
  const x = operand(written, 0);
  const { type } = typeOf(x);
  const above = greater(x, cast(scalar(floatOf(written, "threshold", 0)), type));
  return node(Cast, [above], { to: int(numberOfDataType(type)) }, written.names).values;
};
