import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import { neverNegative } from "../graph/signs.ts";

/** The places of what is not zero, [rank, count]: as many as there are when it runs. */
export const NonZero = operator({
  type: "NonZero",
  infer: (draft) => [{ type: "int64", shape: [operandType(draft, 0).shape?.length ?? "rank", "nonzero"] }],
  vjp: () => undefined,
  sign: neverNegative,
});
