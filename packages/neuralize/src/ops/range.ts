import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import { knownIntegers } from "./known-integers.ts";

export const Range = operator({
  type: "Range",
  infer: (draft) => {
    const [start, limit, delta] = [0, 1, 2].map((i) => knownIntegers(draft.inputs[i])?.[0]);
    const length =
      start === undefined || limit === undefined || !delta ? "range" : Math.max(0, Math.ceil((limit - start) / delta));
    return [{ type: operandType(draft, 0).type, shape: [length] }];
  },
  vjp: () => undefined,
});
