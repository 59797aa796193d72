import type { Value } from "../graph/value.ts";
import { epsilon } from "../rules/epsilon.ts";
import { flat } from "../rules/flat.ts";
import { gamma } from "../rules/gamma.ts";
import { midpoint } from "../rules/midpoint.ts";
import { minTakesMost } from "../rules/min-takes-most.ts";
import { norm } from "../rules/norm.ts";
import { oneHotSum } from "../rules/one-hot-sum.ts";
import { pass } from "../rules/pass.ts";
import { passFilled } from "../rules/pass-filled.ts";
import type { Rule } from "../rules/rule.ts";
import { wsquare } from "../rules/wsquare.ts";
import { zplus } from "../rules/zplus.ts";

/** A stiffness from a file, or the graph input that takes its place. */
export type Stiffness = number | Value;

export interface NamedRule {
  /** Numbers ≥ 0 that the rule takes, all of them with defaults. */
  readonly numbers: readonly string[];
  /** Whether it takes the stiffness β. */
  readonly stiff: boolean;
  readonly make: (numbers: Readonly<Record<string, number>>, beta: Stiffness) => Rule;
}

const rule = (numbers: readonly string[], make: (numbers: Readonly<Record<string, number>>) => Rule): NamedRule => ({
  numbers,
  stiff: false,
  make,
});

/** Every rule that a file can name. */
export const namedRules: ReadonlyMap<string, NamedRule> = new Map([
  ["epsilon", rule(["epsilon"], epsilon)],
  ["flat", rule(["epsilon"], flat)],
  ["gamma", rule(["gamma", "epsilon"], gamma)],
  ["midpoint", rule([], midpoint)],
  ["min_takes_most", { numbers: [], stiff: true, make: (_, beta) => minTakesMost({ beta }) }],
  ["norm", rule(["epsilon"], norm)],
  ["one_hot_sum", rule([], oneHotSum)],
  ["pass", rule([], pass)],
  ["pass_filled", rule([], passFilled)],
  ["wsquare", rule(["epsilon"], wsquare)],
  ["zplus", rule(["epsilon"], zplus)],
]);
