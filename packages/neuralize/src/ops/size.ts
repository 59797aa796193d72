import { operator } from "../graph/operator.ts";
import { operandType, productOf } from "../graph/shapes.ts";
import { neverNegative } from "../graph/signs.ts";

/** The number of elements, an int64 scalar. */
export const Size = operator({
  type: "Size",
  infer: (draft) => {
    const { shape } = operandType(draft, 0);
    return [{ type: "int64", shape: [], ...(shape && { integers: [productOf(shape)] }) }];
  },
  vjp: () => undefined,
  sign: neverNegative,
});
