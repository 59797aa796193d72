import { intsOf, stringsOf } from "../../graph/attributes.ts";
import { constant, node, typeOf } from "../../graph/node.ts";
import { int64, strings } from "../../graph/tensor.ts";
import { OneHotEncoding } from "../../heads/one-hot-encoding.ts";
import { cast } from "../../ops/cast.ts";
import { unsqueeze } from "../../ops/squeeze.ts";
import { type MachineLearningImport, operand } from "./import.ts";

/**
 * OneHotEncoder: one more axis, as long as the categories are many. Numbers are truncated to integers first. A value
 * that is no category becomes zeros even where the file asks to fail (zeros = 0): a graph cannot raise an error.
 */
export const oneHotEncoder: MachineLearningImport = (written) => {
  const x = operand(written, 0);
  const texts = stringsOf(written, "cats_strings");
  const categories = texts ? strings(texts) : int64(intsOf(written, "cats_int64s") ?? []);
  const codes = typeOf(x).type === "string" ? x : cast(x, "int64");
  return node(OneHotEncoding, [unsqueeze(codes, [-1]), constant(categories)], {}, written.names).values;
};
