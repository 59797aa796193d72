import { invalidOption } from "../errors/messages.ts";
import type { ParameterRole, Value } from "../graph/value.ts";
import { alphaBeta } from "../rules/alpha-beta.ts";
import { epsilon } from "../rules/epsilon.ts";
import { flat } from "../rules/flat.ts";
import { gamma } from "../rules/gamma.ts";
import { midpoint } from "../rules/midpoint.ts";
import { maxTakesMost, minTakesMost } from "../rules/min-takes-most.ts";
import { norm } from "../rules/norm.ts";
import { oneHotSum } from "../rules/one-hot-sum.ts";
import { pass } from "../rules/pass.ts";
import { passFilled } from "../rules/pass-filled.ts";
import { reluBetaSmooth, reluDeconvnet, reluGuidedBackprop } from "../rules/relu-rules.ts";
import type { Rule } from "../rules/rule.ts";
import type { Stabilizer } from "../rules/stabilizer.ts";
import { wsquare } from "../rules/wsquare.ts";
import { type Bound, zbox } from "../rules/zbox.ts";
import { zplus } from "../rules/zplus.ts";

/** A stiffness from a file, or the graph input that takes its place. */
export type Stiffness = number | Value;

/** What a parameter of a rule can be in a file. */
export interface ParameterKinds {
  readonly number: number;
  readonly stabilizer: Stabilizer;
  readonly bound: Bound;
  readonly roles: readonly ParameterRole[];
  readonly stiffness: Stiffness;
}

export type ParameterKind = keyof ParameterKinds;

/** Reads a parameter of a file; undefined where it is left out. */
export type ReadParameter = <K extends ParameterKind>(name: string, kind: K) => ParameterKinds[K] | undefined;
/** Reads a parameter that has no default. */
export type RequireParameter = <K extends ParameterKind>(name: string, kind: K) => ParameterKinds[K];

/** Makes a rule from the parameters of a file; what it does not read is not one of its parameters. */
export type NamedRule = (read: ReadParameter, require: RequireParameter) => Rule;

/** The settings that are there: an option that is left out keeps its default. */
type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

export const given = <T extends object>(options: T): Given<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Given<T>;

/** A parameter that goes by two names, of which a file may give one. */
function either<K extends ParameterKind>(
  read: ReadParameter,
  [name, other]: readonly [string, string],
  kind: K,
): ParameterKinds[K] | undefined {
  const [first, second] = [read(name, kind), read(other, kind)];
  if (first !== undefined && second !== undefined)
    throw invalidOption(other, "given too", `left out beside ${name}, its other name`);
  return first ?? second;
}

/** Zennit calls it epsilon where the rule is named after it, stabilizer elsewhere. */
const stabilizer = (read: ReadParameter) => given({ epsilon: either(read, ["epsilon", "stabilizer"], "stabilizer") });

const layer = (read: ReadParameter) => ({
  ...stabilizer(read),
  ...given({ zeroParameters: read("zero_params", "roles") }),
});

/** Every rule that a file can name. */
export const namedRules: ReadonlyMap<string, NamedRule> = new Map<string, NamedRule>([
  [
    "alpha_beta",
    (read) => alphaBeta({ ...given({ alpha: read("alpha", "number"), beta: read("beta", "number") }), ...layer(read) }),
  ],
  ["epsilon", (read) => epsilon(layer(read))],
  ["flat", (read) => flat(stabilizer(read))],
  ["gamma", (read) => gamma({ ...given({ gamma: read("gamma", "number") }), ...layer(read) })],
  ["max_takes_most", (_, require) => maxTakesMost({ beta: require("beta", "stiffness") })],
  ["midpoint", () => midpoint()],
  ["min_takes_most", (_, require) => minTakesMost({ beta: require("beta", "stiffness") })],
  ["norm", (read) => norm(stabilizer(read))],
  ["one_hot_sum", () => oneHotSum()],
  ["pass", () => pass()],
  ["pass_filled", () => passFilled()],
  ["relu_beta_smooth", (read) => reluBetaSmooth(given({ beta: either(read, ["beta", "beta_smooth"], "number") }))],
  ["relu_deconvnet", () => reluDeconvnet()],
  ["relu_guided_backprop", () => reluGuidedBackprop()],
  ["wsquare", (read) => wsquare(layer(read))],
  ["zbox", (read, require) => zbox({ low: require("low", "bound"), high: require("high", "bound"), ...layer(read) })],
  ["zplus", (read) => zplus(layer(read))],
]);
