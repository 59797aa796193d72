import type { Node, ParameterRole, Value } from "../graph/value.ts";

/** What a composite can be saved as. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Where the relevance of a value is known to be zero, whatever the data: nowhere, wherever the value is 0, or wherever
 * it is ≤ 0. MATH.md §3, "Work that provably vanishes must not be done".
 */
export type Vanishes = "nowhere" | "at zero" | "up to zero";

/** One modified copy of a linear layer; what is left out stays as it is, a parameter of undefined is left away. */
export interface Branch {
  readonly input?: (x: Value) => Value;
  readonly parameter?: (parameter: Value, role: ParameterRole) => Value | undefined;
}

/** What one branch contributes: its modified input and the gradient pulled back to it. */
export interface Term {
  readonly input: Value;
  readonly gradient: Value;
}

/**
 * A rule on a linear layer z = W x + b (MATH.md §3): runs the layer once per branch, maps the incoming relevance to a
 * gradient for each branch output, pulls it back through the branch's own vector-Jacobian product, and combines.
 */
export interface ModifierRule<B extends string = string, Pulled extends B = B> {
  readonly kind: "modifier";
  readonly name: string;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly branches: Readonly<Record<B, Branch>>;
  /** Whether the relevance of every input is a multiple of that input, so that an input of 0 gets none. */
  readonly scalesInput?: boolean;
  /** The same rule, with less work, where relevance is known to be zero wherever z ≤ 0. */
  readonly wherePositive?: ModifierRule | undefined;
  /** The same rule, with less work, for inputs that are known to be ≥ 0. */
  readonly ofNonnegative?: ModifierRule | undefined;
  /** Gradients for the outputs of the branches that are pulled back; other branches only serve to compute these. */
  gradients(relevance: Value, outputs: Readonly<Record<B, Value>>): Readonly<Record<Pulled, Value>>;
  reduce(terms: Readonly<Record<Pulled, Term>>): Value;
}

/** A rule that answers for a node as a whole: the relevance of each input, undefined where none goes. */
export interface DirectRule {
  readonly kind: "direct";
  readonly name: string;
  readonly parameters: Readonly<Record<string, Json>>;
  /** Where the relevance of the inputs vanishes, from where that of the output does; left out: nowhere. */
  readonly vanishes?: (node: Node, output: Vanishes) => Vanishes;
  /** @param vanishes what is known of `relevance` of the first output. */
  relevance(node: Node, relevance: readonly (Value | undefined)[], vanishes: Vanishes): readonly (Value | undefined)[];
}

export type Rule = ModifierRule | DirectRule;

/** Types a modifier rule by its own branch names, then forgets them. */
export const modifierRule = <B extends string, Pulled extends B = B>(
  rule: Omit<ModifierRule<B, Pulled>, "kind">,
  // A rule is only ever called with the outputs and terms of its own branches, which its type no longer says.
): ModifierRule => ({ kind: "modifier", ...rule }) as unknown as ModifierRule;

export const directRule = (rule: Omit<DirectRule, "kind">): DirectRule => ({ kind: "direct", ...rule });
