import { stringOf } from "../../graph/attributes.ts";
import { node } from "../../graph/node.ts";
import { PairwiseDistance, pairwiseDistance } from "../../heads/distances.ts";
import { relu } from "../../ops/relu.ts";
import { Sqrt } from "../../ops/sqrt.ts";
import { type MachineLearningImport, operand } from "./import.ts";

/** com.microsoft CDist: distances of all pairs of rows, squared or (metric "euclidean") not. */
export const pairwiseDistances: MachineLearningImport = (written) => {
  const [a, b] = [operand(written, 0), operand(written, 1)];
  return stringOf(written, "metric", "sqeuclidean") === "euclidean"
    ? // A distance of 0 may come out slightly negative, whose root is NaN.
      node(Sqrt, [relu(pairwiseDistance(a, b))], {}, written.names).values
    : node(PairwiseDistance, [a, b], {}, written.names).values;
};
