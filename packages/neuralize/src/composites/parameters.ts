import { NeuralizeError } from "../errors/error.ts";
import { invalidComposite } from "../errors/messages.ts";
import { quoted, shownJson } from "../errors/printable.ts";
import { mostAxes } from "../graph/sound-type.ts";
import type { ParameterRole } from "../graph/value.ts";
import { defaultEpsilon } from "../rules/layer-options.ts";
import type { Stabilizer } from "../rules/stabilizer.ts";
import type { Bound } from "../rules/zbox.ts";
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
  bound: boundFrom,
  roles: (value) => {
    const roles: readonly unknown[] = Array.isArray(value) ? value : value === null ? [] : [value];
    return roles.every((each): each is ParameterRole => each === "weight" || each === "bias")
      ? roles
      : '"weight", "bias", or a list of them';
  },
  stiffness: (value, beta) => {
    if (value === null) return Number.POSITIVE_INFINITY;
    if (isAtLeastZero(value)) return value;
    if (value === "input" && beta !== undefined) return beta;
    return `a number ≥ 0, null for ∞${beta === undefined ? "" : ', or "input"'}`;
  },
};

function stabilizerFrom(value: unknown): Stabilizer | string {
  if (isAtLeastZero(value)) return value;
  const expected = 'a number ≥ 0, or {"epsilon": a number ≥ 0, "clip": true, "norm_scale": true, "dim": [axes]}';
  if (typeof value !== "object" || value === null) return expected;
  const { epsilon = defaultEpsilon, clip = false, norm_scale: normScale = false, dim, ...others } = value as Fields;
  if (!isAtLeastZero(epsilon) || typeof clip !== "boolean" || typeof normScale !== "boolean") return expected;
  const axes = dim === null || dim === undefined ? undefined : Array.isArray(dim) ? dim : [dim];
  if (axes?.every(Number.isInteger) === false || Object.keys(others).length > 0) return expected;
  return { epsilon, clip, normScale, ...(axes && { axes }) };
}

/** One number per channel, also where it is written as an array that broadcasts, [C][1][1] or [1][C][1][1]. */
function boundFrom(value: unknown): Bound | string {
  const expected = "a number, or a list with one number per channel";
  if (isNumber(value)) return value;
  if (!Array.isArray(value) || value.length === 0) return expected;
  const entries = value.length === 1 && Array.isArray(value[0]) ? value[0] : value;
  const bounds = entries.map(onlyNumberIn);
  return bounds.length > 0 && bounds.every(isNumber) ? bounds : expected;
}

function onlyNumberIn(value: unknown): unknown {
  let inner = value;
  for (let depth = 0; depth < mostAxes && Array.isArray(inner) && inner.length === 1; depth++) inner = inner[0];
  return inner;
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
