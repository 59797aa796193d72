import type { Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { scalarLike, typeOf } from "../../packages/neuralize/src/graph/node.ts";
import { signOf } from "../../packages/neuralize/src/graph/signs.ts";
import { isFloating } from "../../packages/neuralize/src/graph/tensor.ts";
import type { Operator, Sign, Value } from "../../packages/neuralize/src/graph/value.ts";
import { max } from "../../packages/neuralize/src/ops/extremum.ts";
import { operators } from "../../packages/neuralize/src/ops/index.ts";
import { mul } from "../../packages/neuralize/src/ops/mul.ts";
import { neg } from "../../packages/neuralize/src/ops/neg.ts";
import { relevance } from "../../packages/neuralize/src/relevance.ts";
import { build, type Feeds, load, type Source, tensorOf } from "./build-case.ts";
import { everyCase } from "./cases/every-case.ts";
import { type Draw, drawFrom } from "./draw.ts";
import { type OperatorCase, shown } from "./operator-case.ts";

// Not Relu, which the engine would fuse with a Clip of float64 and fail.
const positive = (x: Value): Value => max(x, scalarLike(x, 0));

const prepared: Readonly<Record<Sign, (x: Value) => Value>> = {
  nonnegative: positive,
  nonpositive: (x) => neg(positive(x)),
  zero: (x) => mul(x, scalarLike(x, 0)),
  unknown: (x) => x,
};
const signs = Object.keys(prepared) as readonly Sign[];

const rounds = [1, 2, 3, 4].map((round) => {
  const draw = drawFrom(round);
  return { draw, cases: everyCase(draw) };
});

async function complaintsAbout(
  operator: Operator,
  check: (each: OperatorCase, draw: Draw) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const complaints: string[] = [];
  for (const { cases, draw } of rounds) {
    for (const each of cases.filter((candidate) => candidate.operator === operator))
      complaints.push(...(await check(each, draw)));
  }
  return complaints;
}

type Results = Readonly<Record<string, Tensor>>;

async function run(inputs: readonly Value[], outputs: readonly Value[], feeds: Feeds): Promise<Results> {
  const session = await load(inputs, Object.fromEntries(outputs.map((value, i) => [`y${i}`, value])));
  const results = await session.run(feeds);
  await session.release();
  return results;
}

const feedsOf = ({ precision = "float64" }: OperatorCase, sources: readonly Source[]): Feeds =>
  Object.fromEntries(sources.map(({ name, source }) => [name, tensorOf(source, source.values, precision)]));

const numbersOf = (tensor: Tensor | undefined): readonly number[] => Array.from(tensor?.data as Float64Array);

const contradicts = (sign: Sign, x: number): boolean =>
  (x < 0 && (sign === "nonnegative" || sign === "zero")) || (x > 0 && (sign === "nonpositive" || sign === "zero"));

/** Signs that the outputs were inferred to have and that the engine contradicts. */
async function contradictions(each: OperatorCase, draw: Draw): Promise<readonly string[]> {
  const chosen: Sign[] = [];
  const prepare = (x: Value): Value => {
    const sign = draw.pick(signs);
    chosen.push(sign);
    return prepared[sign](x);
  };
  const { made, sources } = build(each, { prepared: prepare });
  const known = made.values.filter((value) => isFloating(typeOf(value).type) && signOf(value) !== "unknown");
  if (known.length === 0) return [];
  const inputs = sources.map(({ value }) => value);
  const results = await run(inputs, known, feedsOf(each, sources));
  return known.flatMap((value, i) => {
    const numbers = numbersOf(results[`y${i}`]);
    const wrong = numbers.some((x) => contradicts(signOf(value), x));
    return wrong ? [`${shown(each)} of operands ${chosen}: ${numbers} is not ${signOf(value)}`] : [];
  });
}

/** Zeros of an operand whose gradient is not zero, though the incoming gradient is zero wherever the output is. */
async function leaks(each: OperatorCase): Promise<readonly string[]> {
  const operands: Value[] = [];
  const prepare = (x: Value): Value => {
    const zeroed = positive(x);
    operands.push(zeroed);
    return zeroed;
  };
  const { made, sources } = build(each, { prepared: prepare });
  const outputs = made.values.filter((value) => isFloating(typeOf(value).type));
  if (!made.operator.moves(made) || operands.length === 0 || outputs.length === 0) return [];
  // What is put on the outputs is the outputs themselves: zero where they are.
  const seeds = new Map(outputs.map((value) => [value, value]));
  const gradients = relevance({ seeds, to: operands, ruleOf: () => undefined });
  const reached = operands.flatMap((operand, i) => (gradients[i] ? [operand, gradients[i]] : []));
  const inputs = sources.map(({ value }) => value);
  const results = await run(inputs, reached, feedsOf(each, sources));
  return reached.flatMap((_, i) => {
    if (i % 2 === 1) return [];
    const [operand, gradient] = [numbersOf(results[`y${i}`]), numbersOf(results[`y${i + 1}`])];
    const leak = operand.some((x, at) => x === 0 && gradient[at] !== 0);
    return leak ? [`${shown(each)}: ${operand} has the gradient ${gradient}`] : [];
  });
}

for (const operator of operators) {
  test(`${operator.type}: inferred signs are those of the engine's numbers, and what only moves elements keeps zeros`, async () => {
    expect(await complaintsAbout(operator, contradictions)).toEqual([]);
    expect(await complaintsAbout(operator, leaks)).toEqual([]);
  });
}
