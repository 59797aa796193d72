import { intOf } from "../graph/attributes.ts";
import { apply } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import { neverNegative } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";

export const Shape = operator({
  type: "Shape",
  infer: (draft) => {
    const { shape: sizes } = operandType(draft, 0);
    const part = sizes?.slice(
      intOf(draft, "start", 0),
      draft.attributes.end === undefined ? undefined : intOf(draft, "end", 0),
    );
    return part === undefined
      ? [{ type: "int64", shape: undefined }]
      : [{ type: "int64", shape: [part.length], integers: part }];
  },
  vjp: () => undefined,
  sign: neverNegative,
});

/** The shape of x as an int64 vector. */
export const shape = (x: Value): Value => apply(Shape, [x]);
