import { apply } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";

export const Sign = operator({
  type: "Sign",
  infer: elementwise(),
  vjp: () => undefined,
  sign: signOfFirst,
});

export const sign = (x: Value): Value => apply(Sign, [x]);
