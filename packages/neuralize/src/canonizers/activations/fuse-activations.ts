import { dependsOnInput } from "../../graph/constancy.ts";
import { sameShape, shapeOf } from "../../graph/shapes.ts";
import type { Node, Value } from "../../graph/value.ts";
import { Mul } from "../../ops/mul.ts";
import { type Replacement, rewriting } from "../rewriting.ts";
import { basesOf, commonBases } from "./bases.ts";
import { activationName, levelling } from "./functions.ts";
import { spelledActivation } from "./spelled-activation.ts";

/** Whether a function that levels off stands between a value and its base. */
function levelsOff(value: Value, base: Value): boolean {
  if (value === base || value.producer.kind !== "node") return false;
  const { operator, inputs } = value.producer;
  if (levelling.has(operator.type) && operator.domain === "") return true;
  return inputs.some((each) => each !== undefined && dependsOnInput(each) && levelsOff(each, base));
}

/** What both factors of a product are elementwise functions of: the nearest such value. */
function gatedValue({ operator, inputs: [a, b] }: Node): Value | undefined {
  if (operator !== Mul || a === undefined || b === undefined || a === b) return undefined;
  if (!dependsOnInput(a) || !dependsOnInput(b)) return undefined;
  const [base] = commonBases(basesOf(a), basesOf(b));
  return base && (levelsOff(a, base) || levelsOff(b, base)) ? base : undefined;
}

/**
 * The activations that exporters spell out, x·g(x) with a g that levels off (GELU by Erf or Tanh, SiLU, hard-swish,
 * Mish, and gates without a name), become one Activation: without it the product would be explained as one of two
 * signals. Recognised by what they are functions of, not by a list of spellings; the name comes from their values.
 */
export const fuseActivations = rewriting("fuse_activations", (node): Replacement | undefined => {
  const base = gatedValue(node);
  const [value] = node.values;
  if (base === undefined || value === undefined || !sameShape(shapeOf(base), shapeOf(value))) return undefined;
  const title = activationName(value, base) ?? "Gate";
  return { values: [spelledActivation(value, base, title)], effect: `${title} as one activation` };
});
