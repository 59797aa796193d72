import { NeuralizeError } from "../errors/error.ts";
import { invalidComposite } from "../errors/messages.ts";
import { quoted, shownJson } from "../errors/printable.ts";
import type { Stabilizer } from "../rules/stabilizer.ts";
import type { ParameterKind, ParameterKinds, ReadParameter, RequireParameter, Stiffness } from "./named-rules.ts";

/** Whose parameters are read, and where they stand. */
export interface ParametersOf {
  readonly place: string;
  readonly owner: string;
  /** What the stiffness "input" stands for. */
  readonly beta: Stiffness | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isAtLeastZero = (value: unknown): value is number => isNumber(value) && value >= 0;

type Readers = {
  readonly [K in ParameterKind]: (value: unknown, beta: Stiffness | undefined) => ParameterKinds[K] | string;
};

/** What a value means as a parameter of some kind, or what it should be instead. */
const readers: Readers = {
  number: (value) => (isAtLeastZero(value) ? value : "a number ≥ 0"),
  stabilizer: stabilizerFrom,
  bound: (value) =>
    isNumber(value) || (Array.isArray(value) && value.length > 0 && value.every(isNumber))
      ? value
      : "a number, or a list with one number per channel",
  roles: (value) =>
    Array.isArray(value) && value.every((each) => each === "weight" || each === "bias")
      ? value
      : 'a list of "weight" and "bias"',
  stiffness: (value, beta) => {
    if (value === null) return Number.POSITIVE_INFINITY;
    if (isAtLeastZero(value)) return value;
    if (value === "input" && beta !== undefined) return beta;
    return `a number ≥ 0, null for ∞${beta === undefined ? "" : ', or "input"'}`;
  },
};

function stabilizerFrom(value: unknown): Stabilizer | string {
  if (isAtLeastZero(value)) return value;
  const expected = 'a number ≥ 0, or {"epsilon": a number ≥ 0, "clip": true, "norm_scale": true}';
  if (typeof value !== "object" || value === null) return expected;
  const { epsilon, clip = false, norm_scale: normScale = false, ...others } = value as Fields;
  if (!isAtLeastZero(epsilon) || typeof clip !== "boolean" || typeof normScale !== "boolean") return expected;
  return Object.keys(others).length > 0 ? expected : { epsilon, clip, normScale };
}

/**
 * Makes something from the parameters that a file gives it.
 * @param make reads what it knows; what it did not read is an error.
 * @throws NeuralizeError INVALID_COMPOSITE with the place and the parameter at fault.
 */
export function readParameters<T>(
  fields: Fields,
  { place, owner, beta }: ParametersOf,
  make: (read: ReadParameter, require: RequireParameter) => T,
): T {
  const known = new Set<string>();
  const require: RequireParameter = (name, kind) => {
    known.add(name);
    const value: unknown = fields[name];
    const result = readers[kind](value, beta);
    if (typeof result === "string")
      throw invalidComposite(place, `${name} is ${shownJson(value)}; it must be ${result}`);
    // No parameter is a text: what is left is the kind that was asked for.
    return result as ParameterKinds[typeof kind];
  };
  const read: ReadParameter = (name, kind) => {
    known.add(name);
    return fields[name] === undefined ? undefined : require(name, kind);
  };
  const made = inPlace(place, () => make(read, require));
  const unexpected = Object.keys(fields).find((name) => !known.has(name));
  if (unexpected !== undefined) {
    const names = [...known].join(", ") || "none";
    throw invalidComposite(place, `${owner} has no parameter ${quoted(unexpected)} (parameters: ${names})`);
  }
  return made;
}

/** Settings that a rule itself refuses are refused where the file gives them. */
function inPlace<T>(place: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof NeuralizeError && error.code === "INVALID_OPTION")
      throw invalidComposite(place, error.message.replace(/\.$/, ""));
    throw error;
  }
}
