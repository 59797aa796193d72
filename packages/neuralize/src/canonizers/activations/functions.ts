import { floatOf } from "../../graph/attributes.ts";
import { dependsOnInput } from "../../graph/constancy.ts";
import { knownScalar } from "../../graph/known-scalar.ts";
import type { Node, Value } from "../../graph/value.ts";
import { spelledOut } from "./spelled-activation.ts";

/** Numbers in, number out; truth is 1 or 0. */
type Scalar = (operands: readonly number[], node: Node) => number;

// Abramowitz and Stegun 7.1.26: within 1.5e-7, which is enough to tell functions apart.
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const first =
  (apply: (x: number) => number): Scalar =>
  ([x = Number.NaN]) =>
    apply(x);
const two =
  (apply: (a: number, b: number) => number): Scalar =>
  ([a = Number.NaN, b = Number.NaN]) =>
    apply(a, b);
const truth = (holds: (a: number, b: number) => boolean): Scalar => two((a, b) => Number(holds(a, b)));

/** What may stand in an activation that an exporter has spelled out: elementwise functions, by operator. */
const byOperator: Readonly<Record<string, Scalar>> = {
  Abs: first(Math.abs),
  Add: two((a, b) => a + b),
  And: truth((a, b) => a !== 0 && b !== 0),
  Clip: ([x = Number.NaN, low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY]) =>
    Math.min(Math.max(x, low), high),
  Div: two((a, b) => a / b),
  Erf: first(erf),
  Exp: first(Math.exp),
  Greater: truth((a, b) => a > b),
  GreaterOrEqual: truth((a, b) => a >= b),
  HardSigmoid: ([x = Number.NaN], node) =>
    Math.min(Math.max(floatOf(node, "alpha", 0.2) * x + floatOf(node, "beta", 0.5), 0), 1),
  Less: truth((a, b) => a < b),
  LessOrEqual: truth((a, b) => a <= b),
  Log: first(Math.log),
  Mul: two((a, b) => a * b),
  Neg: first((x) => -x),
  Not: first((x) => Number(x === 0)),
  Or: truth((a, b) => a !== 0 || b !== 0),
  Pow: two((a, b) => a ** b),
  Relu: first((x) => Math.max(x, 0)),
  Sigmoid: first(sigmoid),
  Sign: first(Math.sign),
  Softplus: first((x) => Math.log1p(Math.exp(x))),
  Softsign: first((x) => x / (1 + Math.abs(x))),
  Sub: two((a, b) => a - b),
  Tanh: first(Math.tanh),
  Where: ([condition = Number.NaN, a = Number.NaN, b = Number.NaN]) => (condition !== 0 ? a : b),
};

// A map, because a file may call an operator "constructor".
const scalarFunctions: ReadonlyMap<string, Scalar> = new Map(Object.entries(byOperator));

/** Functions that level off: what makes a product of them with their own argument a gate and not a power. */
export const levelling: ReadonlySet<string> = new Set([
  "Clip",
  "Erf",
  "Exp",
  "HardSigmoid",
  "Sigmoid",
  "Softplus",
  "Softsign",
  "Tanh",
]);

/** Whether a node is an elementwise function of its inputs: one of the above, or one that was made of them. */
export const isScalarFunction = (node: Node): boolean =>
  node.operator.domain === "" ? scalarFunctions.has(node.operator.type) : spelledOut(node) !== undefined;

/** The number that a constant is, or that a few nodes make of constants: −λ is often a node of its own. */
export function knownNumber(value: Value | undefined, depth = 4): number | undefined {
  const constant = knownScalar(value);
  if (constant !== undefined || value?.producer.kind !== "node" || depth === 0) return constant;
  const node = value.producer;
  if (dependsOnInput(value) || node.operator.domain !== "") return undefined;
  const operands = node.inputs.map((each) => knownNumber(each, depth - 1));
  if (operands.some((each, i) => each === undefined && node.inputs[i] !== undefined)) return undefined;
  // Bounds that are left out stay undefined, so that their defaults apply.
  return scalarFunctions.get(node.operator.type)?.(operands as readonly number[], node);
}

/** The value of an elementwise function at a number put in the place of `base`. */
export function evaluated(value: Value | undefined, base: Value, at: number): number {
  if (value === base) return at;
  const constant = knownNumber(value);
  if (constant !== undefined) return constant;
  if (value?.producer.kind !== "node") return Number.NaN;
  const node = value.producer;
  const spelled = spelledOut(node);
  if (spelled !== undefined) return evaluated(spelled, base, at);
  const operands = node.inputs.map((each) => (each === undefined ? undefined : evaluated(each, base, at)));
  const apply = isScalarFunction(node) ? scalarFunctions.get(node.operator.type) : undefined;
  // Bounds that are left out stay undefined, so that their defaults apply.
  return apply?.(operands as readonly number[], node) ?? Number.NaN;
}

const tanhGelu = (x: number): number => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

const named: readonly (readonly [string, (x: number) => number])[] = [
  ["Gelu", (x) => 0.5 * x * (1 + erf(x / Math.SQRT2))],
  ["Gelu (tanh)", tanhGelu],
  ["Silu", (x) => x * sigmoid(x)],
  ["HardSwish", (x) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6],
  ["LogSigmoid", (x) => Math.log(sigmoid(x))],
  ["Softplus", (x) => Math.log1p(Math.exp(x))],
  ["Softsign", (x) => x / (1 + Math.abs(x))],
  ["Tanhshrink", (x) => x - Math.tanh(x)],
  ["Mish", (x) => x * Math.tanh(Math.log1p(Math.exp(x)))],
];

// Points at which the functions above differ by more than the tolerance: tanh's GELU from erf's by 3e-4.
const points = [-2.5, -1.7, -0.6, 0.4, 1.1, 2.3];
const tolerance = 2e-5;

/** The name of an activation that is `value` up to a positive factor, or exactly; undefined for none that is known. */
export function activationName(value: Value, base: Value, exactly = false): string | undefined {
  const own = points.map((at) => evaluated(value, base, at));
  return named.find(([, apply]) => {
    const other = points.map(apply);
    const factor = exactly ? 1 : (own.at(-1) ?? 0) / (other.at(-1) ?? 1);
    return factor > 0 && own.every((each, i) => Math.abs(each / factor - (other[i] ?? 0)) < tolerance);
  })?.[0];
}
