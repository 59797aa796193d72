import type { Value } from "../../graph/value.ts";
import { reciprocal } from "./factors.ts";
import { type Form, grows, isNorm, ordering } from "./form.ts";
import { knownNumber } from "./known-number.ts";
import { type Rule, unary } from "./rule.ts";
import { scaled } from "./scaling.ts";

// A root that is only almost one (exporters write 0.49999976) still is one.
const nearly = (exponent: number): number => {
  const near = [-1, -0.5, 0.5, 1, 2].find((each) => Math.abs(exponent - each) < 1e-5);
  return near ?? exponent;
};

// Clamping keeps a root or a division defined; a bound above this would change distances.
const largestClamp = 1e-3;

/** form to the power of `exponent`. */
export function power(form: Form, exponent: number): Form | undefined {
  if (exponent === 0) return undefined;
  const { points, axes } = form;
  switch (form.kind) {
    case "coordinates":
      return exponent === 2 ? { kind: "squares", points, axes, factor: 1, of: form } : undefined;
    case "distances":
      if (form.squares <= 0) return undefined;
      return exponent > 0 || isNorm(form)
        ? { ...form, exponent: nearly(form.exponent * exponent) }
        : ordering(form, axes, false);
    case "ordering":
      return { ...form, grows: form.grows === exponent > 0 };
    case "summary":
    case "unsupported":
      return form;
    default:
      return undefined;
  }
}

/** Max(form, number) for a small number: distances are not negative anyway. */
function clamped(form: Form, low: number | undefined): Form | undefined {
  if (low === undefined || low > largestClamp) return undefined;
  if (form.kind === "distances") return form.squares > 0 ? form : undefined;
  return form.kind === "ordering" || form.kind === "summary" || form.kind === "unsupported" ? form : undefined;
}

const increasing = unary((form) => {
  if (form.kind === "distances") return form.cross && ordering(form, form.axes, grows(form));
  return form.kind === "ordering" || form.kind === "unsupported" ? form : undefined;
});

const maximum: Rule = ({ inputs: [a, b] }, read) => {
  const [left, right] = [knownNumber(a), knownNumber(b)];
  return [read(left === undefined ? a : b).flatMap((form) => clamped(form, left ?? right) ?? [])];
};

const clip: Rule = ({ inputs: [x, low, high] }, read) => {
  const upper = high === undefined ? Number.POSITIVE_INFINITY : (knownNumber(high) ?? 0);
  // The largest float32 is how some exporters write "no bound".
  if (upper < 3e38) return [];
  return [read(x).flatMap((form) => clamped(form, low === undefined ? 0 : knownNumber(low)) ?? [])];
};

const absolute = unary((form) => {
  if (form.kind === "coordinates") return { ...form, absolute: true };
  return form.kind === "distances" && form.squares > 0 ? form : undefined;
});

/** A choice between a number and a norm: the number replaces a norm of 0. */
const choice: Rule = ({ inputs: [, a, b] }, read) => {
  const chosen = knownNumber(a) !== undefined ? b : knownNumber(b) !== undefined ? a : undefined;
  return [read(chosen).filter((form) => isNorm(form) || form.kind === "summary")];
};

export const powers: Readonly<Record<string, Rule>> = {
  Abs: absolute,
  Clip: clip,
  Exp: increasing,
  Log: increasing,
  Max: maximum,
  Neg: unary((form, { values }) => scaled(form, -1, values[0] as Value)),
  Pow: ({ inputs: [base, exponent] }, read) => {
    const number = knownNumber(exponent);
    return number === undefined ? [] : [read(base).flatMap((form) => power(form, number) ?? [])];
  },
  Reciprocal: unary(reciprocal),
  Relu: unary((form) => clamped(form, 0)),
  Sigmoid: increasing,
  Softplus: increasing,
  Sqrt: unary((form) => power(form, 0.5)),
  Tanh: increasing,
  Where: choice,
};
