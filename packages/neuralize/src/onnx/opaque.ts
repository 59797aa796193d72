import { operator } from "../graph/operator.ts";
import type { Operator, TensorType } from "../graph/value.ts";

/**
 * An operator that the compiler does not know: it is kept as it is, and refused where relevance meets it.
 * @param opset the version of its domain that its file is written in.
 */
export const opaque = (
  type: string,
  domain: string,
  declared: readonly (TensorType | undefined)[],
  opset?: number,
): Operator =>
  operator({
    type,
    domain,
    opset,
    infer: (draft) =>
      Array.from({ length: draft.outputCount }, (_, i) => declared[i] ?? { type: "float32", shape: undefined }),
    vjp: undefined,
  });
