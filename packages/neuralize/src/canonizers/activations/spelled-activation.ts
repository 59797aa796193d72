import { string } from "../../graph/attributes.ts";
import { node as makeNode, outputOf } from "../../graph/node.ts";
import { operator } from "../../graph/operator.ts";
import { rewriteValues, withInputs } from "../../graph/rewrite.ts";
import { elementwise } from "../../graph/shapes.ts";
import type { Node, Value } from "../../graph/value.ts";
import { relevance } from "../../relevance.ts";

/** An elementwise function that is written with several nodes: what it is a function of, and what it is called. */
export interface Spelled {
  readonly base: Value;
  readonly title: string;
}

/** `value` with `replacement` in the place of `base`. */
function substituted(value: Value, base: Value, replacement: Value): Value {
  if (base === replacement) return value;
  const current = rewriteValues([value], (node, inputs, original) => {
    if (!original.inputs.includes(base)) return undefined;
    return withInputs(
      node,
      inputs.map((each, i) => (original.inputs[i] === base ? replacement : each)),
    ).values;
  });
  return current(value);
}

/**
 * An elementwise function of x, written with several nodes in the user's file, as one layer: an Activation. It lowers
 * to those very nodes, and its gradient is theirs.
 * @param value the function's value; @param base what it is a function of.
 * @param title how composites and `inspect` call it.
 */
export function spelledActivation(value: Value, base: Value, title: string): Value {
  const spelled = ({ inputs: [x] }: Node): Value => substituted(value, base, x ?? base);
  const Activation = operator({
    type: title,
    domain: "neuralize",
    infer: elementwise(),
    vjp: (node, [gradient]) => {
      const [x] = node.inputs;
      if (gradient === undefined || x === undefined) return undefined;
      return relevance({ seeds: new Map([[spelled(node), gradient]]), to: [x], ruleOf: () => undefined })[0];
    },
    layers: () => ["Activation"],
    lower: (node) => [spelled(node)],
  });
  const names = namesOf(value);
  // Two functions of the same x are two layers: nodes are told apart by their attributes, not by their operator.
  const spelledBy = string(names.name ?? names.outputNames?.[0] ?? title);
  return outputOf(makeNode(Activation, [base], { spelled: spelledBy }, names));
}

/** The names that a value's node has in the user's file. */
export function namesOf({ producer }: Value): Pick<Node, "name" | "outputNames"> {
  if (producer.kind !== "node") return {};
  const { name, outputNames } = producer;
  return { ...(name !== undefined && { name }), ...(outputNames !== undefined && { outputNames }) };
}

/** What a node that is such a layer lowers to; undefined for every other node. */
export const spelledOut = (node: Node): Value | undefined =>
  node.operator.domain === "neuralize" && node.attributes.spelled !== undefined
    ? node.operator.lower?.(node)[0]
    : undefined;
