import type { ParameterRole, Value } from "../graph/value.ts";
import { add } from "../ops/add.ts";
import { mul } from "../ops/mul.ts";
import { withoutParameters } from "./layer-options.ts";
import { negative, positive } from "./parts.ts";
import type { Branch, Term } from "./rule.ts";

/** A modification of parameters. */
export type Modification = (parameter: Value) => Value;

/**
 * The two branches by which a rule keeps apart contributions x·w of one sign: positive inputs with `first` applied to
 * weight and bias, and negative inputs with `second` applied to the weight alone. MATH.md §3.
 */
export const signedPair = (
  first: Modification,
  second: Modification,
  zeroParameters: readonly ParameterRole[] = [],
): readonly [Branch, Branch] => [
  withoutParameters({ input: positive, parameter: first }, zeroParameters),
  withoutParameters(
    {
      input: negative,
      parameter: (parameter: Value, role: ParameterRole) => (role === "bias" ? undefined : second(parameter)),
    },
    zeroParameters,
  ),
];

/** Both contributions of a pair, each with its own input. */
export const pairRelevance = (first: Term, second: Term): Value =>
  add(mul(first.input, first.gradient), mul(second.input, second.gradient));
