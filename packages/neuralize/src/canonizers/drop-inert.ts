import { intOf } from "../graph/attributes.ts";
import { constantOf, typeOf } from "../graph/node.ts";
import { numbersOf } from "../graph/tensor.ts";
import type { Node, Value } from "../graph/value.ts";
import { type Replacement, rewriting } from "./rewriting.ts";

/** Whether a Dropout draws at random: only when it is told to train. */
function trains({ inputs: [, , training] }: Node): boolean {
  const tensor = constantOf(training);
  return training !== undefined && (tensor === undefined || numbersOf(tensor)[0] !== 0);
}

function inert(node: Node, x: Value): boolean {
  const { type, domain } = node.operator;
  if (domain !== "") return false;
  if (type === "Dropout") return !trains(node) && node.outputs.length === 1;
  if (type === "Cast") return typeOf(x).type === node.outputs[0]?.type && intOf(node, "to", 0) !== 0;
  return type === "Identity";
}

/** Identity, Dropout at inference, and casts to the type that is there already are left out. */
export const dropInert = rewriting("drop_inert", (node): Replacement | undefined => {
  const [x] = node.inputs;
  return x !== undefined && inert(node, x) ? { values: [x], effect: `${node.operator.type} left out` } : undefined;
});
