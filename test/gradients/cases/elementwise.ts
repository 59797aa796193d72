import { int } from "../../../packages/neuralize/src/graph/attributes.ts";
import type { Operator } from "../../../packages/neuralize/src/graph/value.ts";
import { Abs } from "../../../packages/neuralize/src/ops/abs.ts";
import { Add } from "../../../packages/neuralize/src/ops/add.ts";
import { Cast } from "../../../packages/neuralize/src/ops/cast.ts";
import { Clip } from "../../../packages/neuralize/src/ops/clip.ts";
import {
  And,
  Equal,
  Greater,
  GreaterOrEqual,
  IsInf,
  IsNaN,
  Less,
  LessOrEqual,
  Not,
  Or,
  Xor,
} from "../../../packages/neuralize/src/ops/comparison.ts";
import { Div } from "../../../packages/neuralize/src/ops/div.ts";
import { Exp } from "../../../packages/neuralize/src/ops/exp.ts";
import { Max, Min } from "../../../packages/neuralize/src/ops/extremum.ts";
import { Identity } from "../../../packages/neuralize/src/ops/identity.ts";
import { Log } from "../../../packages/neuralize/src/ops/log.ts";
import { Mul } from "../../../packages/neuralize/src/ops/mul.ts";
import { Neg } from "../../../packages/neuralize/src/ops/neg.ts";
import { Pow } from "../../../packages/neuralize/src/ops/pow.ts";
import { Reciprocal } from "../../../packages/neuralize/src/ops/reciprocal.ts";
import { Relu } from "../../../packages/neuralize/src/ops/relu.ts";
import { Ceil, Floor, Round } from "../../../packages/neuralize/src/ops/rounding.ts";
import { Sign } from "../../../packages/neuralize/src/ops/sign.ts";
import { Sqrt } from "../../../packages/neuralize/src/ops/sqrt.ts";
import { Sub } from "../../../packages/neuralize/src/ops/sub.ts";
import { Mean, Sum } from "../../../packages/neuralize/src/ops/sum.ts";
import { Where } from "../../../packages/neuralize/src/ops/where.ts";
import type { Draw } from "../draw.ts";
import { fedIntegers, fixedIntegers, fixedNumber, type OperatorCase } from "../operator-case.ts";

/** Operands that broadcast to one shape, in any order. */
function broadcast(draw: Draw, count: number): readonly (readonly number[])[] {
  const whole = draw.shape(0, 3);
  const shapes = [whole, ...Array.from({ length: count - 1 }, () => draw.broadcastable(whole))];
  return draw.permutation(count).map((i) => shapes[i] ?? []);
}

const unary = (draw: Draw): readonly OperatorCase[] => [
  ...[Abs, Ceil, Exp, Floor, Identity, Neg, Reciprocal, Relu, Round, Sign].map((operator) => ({
    operator,
    operands: [draw.data(draw.shape(0, 3))],
  })),
  ...[Log, Sqrt].map((operator) => ({ operator, operands: [draw.positive(draw.shape(0, 3))] })),
  // To float64 (11): the only cast that finite differences can look through.
  { operator: Cast, operands: [draw.data(draw.shape(0, 3))], attributes: { to: int(11) } },
  { operator: Cast, operands: [draw.data(draw.shape(0, 3))], attributes: { to: int(7) } },
];

const clips = (draw: Draw): readonly OperatorCase[] => [
  { operator: Clip, operands: [draw.data([7]), fixedNumber(-0.2), fixedNumber(0.2)] },
  { operator: Clip, operands: [draw.data(draw.shape(0, 3)), fixedNumber(-0.2)] },
  { operator: Clip, operands: [draw.data(draw.shape(0, 3)), undefined, fixedNumber(0.2)] },
  { operator: Clip, operands: [draw.data(draw.shape(0, 3))] },
  // Crossed bounds: everything is the upper one.
  { operator: Clip, operands: [draw.data([5]), fixedNumber(0.2), fixedNumber(-0.2)] },
];

function arithmetic(draw: Draw): readonly OperatorCase[] {
  const pair = (operator: Operator): readonly OperatorCase[] => {
    const [a = [], b = []] = broadcast(draw, 2);
    return [
      { operator, operands: [draw.data(a), draw.data(b)] },
      { operator, operands: [draw.fixedData(a), draw.data(b)] },
      { operator, operands: [draw.data(a), draw.fixedData(b)] },
    ];
  };
  const [base = [], exponent = []] = broadcast(draw, 2);
  return [
    ...[Add, Sub, Mul, Div].flatMap(pair),
    { operator: Pow, operands: [draw.positive(base), draw.data(exponent)] },
    // Whole exponents take negative bases.
    ...[0, 1, 2, 3, -1].map((power) => ({ operator: Pow, operands: [draw.data(base), fixedNumber(power)] })),
    { operator: Pow, operands: [draw.data(base), fixedIntegers([3])] },
    { operator: Pow, operands: [draw.data([2, 3]), fedIntegers([1, 2, 3])] },
    // No power of 0 has a slope that is no number.
    ...[0, 1, 2, 3].map((power) => ({
      operator: Pow,
      operands: [{ kind: "data" as const, shape: [2], values: [0, 2] }, fixedNumber(power)],
    })),
  ];
}

function choices(draw: Draw): readonly OperatorCase[] {
  // One draw for all operands, so that no two of them are near each other.
  const several = (count: number) => {
    const shapes = broadcast(draw, count);
    const { values } = draw.data([shapes.flat().length + 100]);
    let used = 0;
    return shapes.map((shape) => {
      const size = shape.reduce((a, b) => a * b, 1);
      used += size;
      return { kind: "data", shape, values: values.slice(used - size, used) } as const;
    });
  };
  const [condition = [], a = [], b = []] = broadcast(draw, 3);
  return [
    ...[Max, Min].flatMap((operator) => [1, 2, 3].map((count) => ({ operator, operands: several(count) }))),
    ...[1, 2, 3].flatMap((count) => {
      const operands = several(count);
      return [
        { operator: Sum, operands },
        // The engine has Mean in float32 only.
        { operator: Mean, operands, precision: "float32" as const },
      ];
    }),
    { operator: Where, operands: [draw.truths(condition), draw.data(a), draw.data(b)] },
    { operator: Where, operands: [draw.truths(condition), draw.data(a), draw.fixedData(b)] },
    { operator: Where, operands: [draw.truths([3, 1]), draw.fixedData([1, 2, 1, 1]), draw.data([4])] },
  ];
}

function truths(draw: Draw): readonly OperatorCase[] {
  const [a = [], b = []] = broadcast(draw, 2);
  return [
    ...[Equal, Greater, GreaterOrEqual, Less, LessOrEqual].map((operator) => ({
      operator,
      operands: [draw.data(a), draw.data(b)],
    })),
    ...[And, Or, Xor].map((operator) => ({ operator, operands: [draw.truths(a), draw.truths(b)] })),
    { operator: Not, operands: [draw.truths(a)] },
    ...[IsNaN, IsInf].map((operator) => ({ operator, operands: [draw.data(a)] })),
  ];
}

export const elementwise = (draw: Draw): readonly OperatorCase[] => [
  ...unary(draw),
  ...clips(draw),
  ...arithmetic(draw),
  ...choices(draw),
  ...truths(draw),
];
