import { tensorOf } from "../graph/attributes.ts";
import { operator } from "../graph/operator.ts";
import { signOfNumber } from "../graph/signs.ts";
import { isInteger, numbersOf } from "../graph/tensor.ts";
import { knownDimensions } from "./known-integers.ts";

export const ConstantOfShape = operator({
  type: "ConstantOfShape",
  infer: (draft) => {
    const shape = knownDimensions(draft.inputs[0]);
    const value = tensorOf(draft, "value");
    const type = value?.type ?? "float32";
    const size = shape?.length === 1 ? shape[0] : undefined;
    const fill = value ? (numbersOf(value)[0] ?? 0) : 0;
    const known =
      isInteger(type) && typeof size === "number" && size <= 64 ? Array.from({ length: size }, () => fill) : undefined;
    return [{ type, shape, ...(known && { integers: known }) }];
  },
  vjp: () => undefined,
  sign: (node) => {
    const value = tensorOf(node, "value");
    return signOfNumber(value ? (numbersOf(value)[0] ?? 0) : 0);
  },
});
