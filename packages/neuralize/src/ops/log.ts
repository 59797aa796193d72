import { apply } from "../graph/node.ts";
import { operator } from "../graph/operator.ts";
import { elementwise } from "../graph/shapes.ts";
import type { Value } from "../graph/value.ts";
import { div } from "./div.ts";

export const Log = operator({
  type: "Log",
  infer: elementwise(),
  vjp: (node, [gradient]) => gradient && node.inputs[0] && div(gradient, node.inputs[0]),
});

export const log = (x: Value): Value => apply(Log, [x]);
