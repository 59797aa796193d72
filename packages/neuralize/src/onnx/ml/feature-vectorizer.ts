import { int } from "../../graph/attributes.ts";
import { node } from "../../graph/node.ts";
import { shapeOf } from "../../graph/shapes.ts";
import { cast } from "../../ops/cast.ts";
import { Concat } from "../../ops/concat.ts";
import { unsqueeze } from "../../ops/squeeze.ts";
import { type MachineLearningImport, operand } from "./import.ts";

/** FeatureVectorizer: the inputs side by side as float32; a vector counts as one row. */
export const featureVectorizer: MachineLearningImport = (written) => {
  const parts = written.inputs.map((_, i) => {
    const part = cast(operand(written, i), "float32");
    return shapeOf(part)?.length === 1 ? unsqueeze(part, [0]) : part;
  });
  return node(Concat, parts, { axis: int(1) }, written.names).values;
};
