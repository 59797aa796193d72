import { dependsOnInput } from "../../graph/constancy.ts";
import type { Node, Value } from "../../graph/value.ts";
import { Add } from "../../ops/add.ts";
import { Where } from "../../ops/where.ts";
import { basesOf, commonBases } from "./bases.ts";
import { evaluated, knownNumber } from "./functions.ts";
import { type Spelled, spelledOut } from "./spelled-activation.ts";

/**
 * A choice between functions of one value by comparing that value with numbers, Where(x > λ, x, 0): how exporters write
 * Hardshrink, Softshrink and Threshold. Softshrink is also written as the sum of two choices.
 */
export function switched({ operator, inputs }: Node, value: Value): Spelled | undefined {
  if (operator === Where) return choice(inputs, value);
  return operator === Add ? sumOfChoices(inputs, value) : undefined;
}

function choice([condition, a, b]: Node["inputs"], value: Value): Spelled | undefined {
  const data = [condition, a, b].filter((each) => each !== undefined && dependsOnInput(each));
  // Of a choice between numbers, a mask, no branch carries data.
  if (!dependsOnInput(condition) || data.length < 2) return undefined;
  const base = basesOf(value)[1];
  return base && { base, title: switchName(value, base) ?? "Switch" };
}

function sumOfChoices([a, b]: Node["inputs"], value: Value): Spelled | undefined {
  if (a === undefined || b === undefined || !isChoice(a) || !isChoice(b)) return undefined;
  const [base] = commonBases(basesOf(a).slice(1), basesOf(b).slice(1));
  const title = base && switchName(value, base);
  return base && title !== undefined ? { base, title } : undefined;
}

function isChoice({ producer }: Value): boolean {
  if (producer.kind !== "node") return false;
  const spelled = spelledOut(producer);
  return producer.operator === Where || (spelled !== undefined && isChoice(spelled));
}

const hardshrink = (x: number, size: number): number => (Math.abs(x) > size ? x : 0);
const softshrink = (x: number, size: number): number => Math.sign(x) * Math.max(Math.abs(x) - size, 0);

/** The name of a shrink or threshold, from its values around the numbers that it compares with. */
function switchName(value: Value, base: Value): string | undefined {
  for (const limit of new Set(comparedNumbers(value, base))) {
    const size = Math.abs(limit);
    const points = [-3, -1.5, -0.5, 0.5, 1.5, 3].map((factor) => factor * (size || 1));
    const agrees = (other: (x: number) => number): boolean =>
      points.every((at) => Math.abs(evaluated(value, base, at) - other(at)) <= 1e-6 * (size || 1));
    if (size > 0 && agrees((x) => hardshrink(x, size))) return "Hardshrink";
    if (size > 0 && agrees((x) => softshrink(x, size))) return "Softshrink";
    const below = evaluated(value, base, limit - 1);
    if (agrees((x) => (x > limit ? x : below))) return "Threshold";
  }
  return undefined;
}

/** The numbers that an expression compares something with. */
function comparedNumbers(value: Value, base: Value): readonly number[] {
  if (value === base || value.producer.kind !== "node") return [];
  const spelled = spelledOut(value.producer);
  if (spelled !== undefined) return comparedNumbers(spelled, base);
  const { operator, inputs } = value.producer;
  const own = /^(Greater|Less)/.test(operator.type) ? inputs.map((each) => knownNumber(each)) : [];
  return [
    ...own.filter((each) => each !== undefined),
    ...inputs.flatMap((each) => (each !== undefined && dependsOnInput(each) ? comparedNumbers(each, base) : [])),
  ];
}
