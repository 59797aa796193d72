import { floatsOf } from "../../graph/attributes.ts";
import { constant, node } from "../../graph/node.ts";
import { float32 } from "../../graph/tensor.ts";
import { cast } from "../../ops/cast.ts";
import { Mul } from "../../ops/mul.ts";
import { sub } from "../../ops/sub.ts";
import { type MachineLearningImport, operand } from "./import.ts";

/** Scaler: (x − offset) · scale per feature, float32 whatever the input is. */
export const scaler: MachineLearningImport = (written) => {
  const x = cast(operand(written, 0), "float32");
  const offset = constant(float32(floatsOf(written, "offset") ?? [0]));
  const scale = constant(float32(floatsOf(written, "scale") ?? [1]));
  return node(Mul, [sub(x, offset), scale], {}, written.names).values;
};
