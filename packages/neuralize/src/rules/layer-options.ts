import { scalarLike } from "../graph/node.ts";
import type { ParameterRole } from "../graph/value.ts";
import { mul } from "../ops/mul.ts";
import type { Branch, Json } from "./rule.ts";
import { type Stabilizer, stabilizerJson } from "./stabilizer.ts";

/** What every rule on a linear layer takes. */
export interface LayerRuleOptions {
  /** Stabiliser of the divisor; default 1e-6. */
  readonly epsilon?: Stabilizer;
  /** Parameters that count as zero in this rule, in all of its branches. */
  readonly zeroParameters?: readonly ParameterRole[];
}

/** The default stabiliser of all rules. */
export const defaultEpsilon = 1e-6;

/** A branch in which the parameters of some roles are zero. */
export function withoutParameters(branch: Branch, zeroed: readonly ParameterRole[]): Branch {
  if (zeroed.length === 0) return branch;
  return {
    ...branch,
    parameter: (parameter, role) => {
      if (!zeroed.includes(role)) return branch.parameter ? branch.parameter(parameter, role) : parameter;
      return role === "bias" ? undefined : mul(parameter, scalarLike(parameter, 0));
    },
  };
}

/** As a composite's file writes them. */
export const layerOptionsJson = (
  epsilon: Stabilizer,
  zeroed: readonly ParameterRole[],
): Readonly<Record<string, Json>> => ({
  epsilon: stabilizerJson(epsilon),
  ...(zeroed.length > 0 && { zero_params: [...zeroed] }),
});
