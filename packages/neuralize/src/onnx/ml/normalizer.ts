import { int, stringOf } from "../../graph/attributes.ts";
import { apply, integers, node, scalar } from "../../graph/node.ts";
import type { Operator } from "../../graph/value.ts";
import { cast } from "../../ops/cast.ts";
import { equal } from "../../ops/comparison.ts";
import { Div } from "../../ops/div.ts";
import { ReduceL1, ReduceL2, ReduceMax } from "../../ops/reduce.ts";
import { where } from "../../ops/where.ts";
import { type MachineLearningImport, operand } from "./import.ts";

const sizes: Readonly<Record<string, Operator>> = { L1: ReduceL1, L2: ReduceL2, MAX: ReduceMax };

/** Normalizer: every row divided by its L1 norm, L2 norm or maximum; rows where that is 0 stay. */
export const normalizer: MachineLearningImport = (written) => {
  const x = cast(operand(written, 0), "float32");
  const size = apply(sizes[stringOf(written, "norm", "MAX")] ?? ReduceMax, [x, integers([-1])], { keepdims: int(1) });
  const divisor = where(equal(size, scalar(0)), scalar(1), size);
  return node(Div, [x, divisor], {}, written.names).values;
};
