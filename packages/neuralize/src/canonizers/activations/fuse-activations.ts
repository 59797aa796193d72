import { dependsOnInput } from "../../graph/constancy.ts";
import { withInputs } from "../../graph/rewrite.ts";
import { sameShape, shapeOf } from "../../graph/shapes.ts";
import type { Node, Value } from "../../graph/value.ts";
import { Div } from "../../ops/div.ts";
import { Log } from "../../ops/log.ts";
import { Mul } from "../../ops/mul.ts";
import { Sub } from "../../ops/sub.ts";
import { type Replacement, rewriting } from "../rewriting.ts";
import { basesOf, commonBases } from "./bases.ts";
import { activationName, knownNumber, levelling } from "./functions.ts";
import { type Spelled, spelledActivation, spelledOut } from "./spelled-activation.ts";
import { switched } from "./switches.ts";

/** Whether a function that levels off stands between a value and its base. */
function levelsOff(value: Value, base: Value): boolean {
  if (value === base || value.producer.kind !== "node") return false;
  const spelled = spelledOut(value.producer);
  if (spelled !== undefined) return levelsOff(spelled, base);
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

function gated(node: Node, value: Value): Spelled | undefined {
  const base = gatedValue(node);
  return base && { base, title: activationName(value, base) ?? "Gate" };
}

/** Logarithms, quotients and differences of functions of one value that have the name of an activation. */
function namedWithoutGate({ operator, inputs }: Node, value: Value): Spelled | undefined {
  const data = inputs.filter((each) => each !== undefined && dependsOnInput(each));
  if (operator === Log ? data.length !== 1 : (operator !== Div && operator !== Sub) || data.length !== 2)
    return undefined;
  for (const base of basesOf(value).slice(1)) {
    const title = activationName(value, base);
    if (title !== undefined) return { base, title };
  }
  return undefined;
}

/** An activation whose last factor stands behind what was recognised of it: the ½ of GELU, the sixth of hard-swish. */
function completed(node: Node): (Spelled & { readonly whole: Value }) | undefined {
  const { operator, inputs } = node;
  const [a, b] = inputs;
  if (operator !== Mul && operator !== Div) return undefined;
  const [part, factor] = operator === Div || knownNumber(b) !== undefined ? [a, b] : [b, a];
  if (part?.producer.kind !== "node" || knownNumber(factor) === undefined) return undefined;
  const spelled = spelledOut(part.producer);
  const [base] = part.producer.inputs;
  if (spelled === undefined || base === undefined) return undefined;
  const operands = inputs.map((each) => (each === part ? spelled : each));
  const [whole] = withInputs(node, operands).values;
  const title = whole && activationName(whole, base, true);
  return whole && title !== undefined ? { whole, base, title } : undefined;
}

/**
 * The activations that exporters spell out, x·g(x) with a g that levels off (GELU by Erf or Tanh, SiLU, hard-swish,
 * Mish, and gates without a name), become one Activation: without it the product would be explained as one of two
 * signals. Recognised by what they are functions of, not by a list of spellings; the name comes from their values.
 * Softsign, Softplus, LogSigmoid and the like, which are no such products, are recognised by their values alone; shrinks
 * and thresholds by the choice (`Where`) that they are.
 */
export const fuseActivations = rewriting("fuse_activations", (node): Replacement | undefined => {
  const [value] = node.values;
  const complete = completed(node);
  if (complete !== undefined) return replacement(complete.whole, complete);
  const spelled = value && (gated(node, value) ?? switched(node, value) ?? namedWithoutGate(node, value));
  if (value === undefined || spelled === undefined || !sameShape(shapeOf(spelled.base), shapeOf(value)))
    return undefined;
  return replacement(value, spelled);
});

const replacement = (value: Value, { base, title }: Spelled): Replacement => ({
  values: [spelledActivation(value, base, title)],
  effect: `${title} as one activation`,
});
