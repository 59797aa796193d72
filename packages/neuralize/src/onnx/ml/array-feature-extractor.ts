import { int } from "../../graph/attributes.ts";
import { constantOf, integers, node } from "../../graph/node.ts";
import { shapeOf } from "../../graph/shapes.ts";
import { numbersOf } from "../../graph/tensor.ts";
import { Gather, gather } from "../../ops/gather.ts";
import { reshape } from "../../ops/reshape.ts";
import { Unsqueeze } from "../../ops/squeeze.ts";
import { type MachineLearningImport, operand } from "./import.ts";

/** ArrayFeatureExtractor: the given elements of the last axis; a vector becomes a matrix of one row. */
export const arrayFeatureExtractor: MachineLearningImport = (written) => {
  const x = operand(written, 0);
  const indices = operand(written, 1);
  const known = constantOf(indices);
  const flat = known ? integers(numbersOf(known)) : reshape(indices, integers([-1]));
  return shapeOf(x)?.length === 1
    ? node(Unsqueeze, [gather(x, flat, 0), integers([0])], {}, written.names).values
    : node(Gather, [x, flat], { axis: int(-1) }, written.names).values;
};
