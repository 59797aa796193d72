import { int, intOf } from "../graph/attributes.ts";
import { knownNumbers, numbersAs } from "../graph/known-numbers.ts";
import { apply, typeOf } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import { type DataType, isFloating, isInteger } from "../graph/tensor.ts";
import type { Value } from "../graph/value.ts";
import { dataTypeOf, numberOfDataType } from "../onnx/data-type.ts";

/** Conversion of the element type; relevance passes between floating types and stops at integers. */
export const Cast = operator({
  type: "Cast",
  infer: (draft) => {
    const { shape, integers } = operandType(draft, 0);
    const type = dataTypeOf(intOf(draft, "to", 1), "The result of a Cast");
    // Sizes are scaled as floating numbers and become sizes again.
    const numbers = isInteger(type) ? knownNumbers(draft.inputs[0]) : undefined;
    const known = integers ?? (numbers && numbersAs(type, numbers));
    return [{ type, shape, ...(known !== undefined && isInteger(type) && { integers: known }) }];
  },
  vjp: (node, [gradient]) => {
    const x = node.inputs[0];
    if (gradient === undefined || x === undefined || !isFloating(typeOf(x).type)) return undefined;
    return cast(gradient, typeOf(x).type);
  },
  layers: () => ["Affine"],
  sign: ({ inputs: [x], outputs }, [first = "unknown"]) => {
    const from = x && typeOf(x).type;
    if (from === "bool" || from?.startsWith("uint")) return "nonnegative";
    // Integers wrap around.
    return isFloating(outputs[0]?.type ?? "int64") ? first : "unknown";
  },
  moves: () => true,
});

export const cast = (x: Value, type: DataType): Value =>
  typeOf(x).type === type ? x : apply(Cast, [x], { to: int(numberOfDataType(type)) });
