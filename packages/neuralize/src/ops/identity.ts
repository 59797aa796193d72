import { apply } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { operandType } from "../graph/shapes.ts";
import { signOfFirst } from "../graph/signs.ts";
import type { Value } from "../graph/value.ts";

export const Identity = operator({
  type: "Identity",
  infer: (draft) => [operandType(draft, 0)],
  vjp: (_, [gradient]) => gradient,
  sign: signOfFirst,
  moves: () => true,
});

export const identity = (x: Value): Value => apply(Identity, [x]);
