import { int, ints, string } from "../../packages/neuralize/src/graph/attributes.ts";
import { constant, input, integers, node, scalar, typeOf } from "../../packages/neuralize/src/graph/node.ts";
import { elementCount, float32, int64 } from "../../packages/neuralize/src/graph/tensor.ts";
import type { Attributes, Operator, Value } from "../../packages/neuralize/src/graph/value.ts";
import { operators } from "../../packages/neuralize/src/ops/index.ts";
import { evaluated, sizeName } from "../support/contradictions.ts";
import { type Picks, picksFrom } from "./picks.ts";

/** What a random graph is made from: the sizes of its input, which of them are names, and one list of numbers a step. */
export interface Plan {
  readonly shape: readonly number[];
  readonly named: number;
  readonly steps: readonly (readonly number[])[];
}

/** A float32 value and its sizes as they will be. */
interface Known {
  readonly value: Value;
  readonly shape: readonly number[];
}

/** What a step may use: one value, others, and choices. */
interface Step extends Known {
  readonly pool: readonly Known[];
  readonly picks: Picks;
}

const byType: ReadonlyMap<string, Operator> = new Map(operators.map((each) => [each.type, each]));

function apply(type: string, inputs: readonly (Value | undefined)[], attributes: Attributes = {}, outputCount = 1) {
  const operator = byType.get(type);
  if (operator === undefined) throw new Error(`there is no ${type}`);
  return node(operator, inputs, attributes, { outputCount }).values;
}

const weights = (shape: readonly number[]): Value =>
  constant(
    float32(
      Array.from({ length: elementCount(shape) }, (_, i) => Math.sin(i + 1)),
      shape,
    ),
  );

const axisOf = ({ shape, picks }: Step): number => picks.integer(0, Math.max(0, shape.length - 1));
const counted = ({ shape, picks }: Step, axis: number): number => (picks.chance() ? axis : axis - shape.length);

const functions = [
  ...["Abs", "Celu", "Elu", "Erf", "Exp", "Floor", "HardSigmoid", "HardSwish", "Identity", "LeakyRelu", "Mish", "Neg"],
  ...["Relu", "Round", "Selu", "Sigmoid", "Sign", "Softplus", "Softsign", "Tanh", "ThresholdedRelu", "Dropout"],
];

const unary = (step: Step) => apply(step.picks.of(functions), [step.value]);

/** Another value of the pool that broadcasts with this one. */
const partner = ({ shape, pool, picks }: Step): Value => {
  const fitting = pool.filter((other) =>
    other.shape.every((size, i) => {
      const own = shape[i - other.shape.length + shape.length];
      return own === undefined || own === size || own === 1 || size === 1;
    }),
  );
  return picks.of(fitting).value;
};

const binary = (step: Step) =>
  apply(step.picks.of(["Add", "Sub", "Mul", "Div", "Max", "Min", "Sum", "Mean"]), [step.value, partner(step)]);

const choice = (step: Step) => {
  const other = partner(step);
  const [condition] = apply(step.picks.of(["Greater", "LessOrEqual", "Equal"]), [step.value, other]);
  return [condition, ...apply("Where", [condition, step.value, other])];
};

const reduce = (step: Step) => {
  const { shape, picks, value } = step;
  const type = picks.of(["L1", "L2", "LogSumExp", "Max", "Mean", "Min", "Prod", "Sum", "SumSquare"]);
  const axes = shape.flatMap((_, axis) => (picks.chance() ? [counted(step, axis)] : []));
  const given = axes.length === 0 ? [] : [integers(axes)];
  return apply(`Reduce${type}`, [value, ...given], { keepdims: int(picks.integer(0, 1)) });
};

const normalize = (step: Step) => {
  const { shape, picks, value } = step;
  if (shape.length === 0) return [];
  const axis = int(counted(step, axisOf(step)));
  const type = picks.of(["Softmax", "LogSoftmax", "LpNormalization", "CumSum", "LayerNormalization"]);
  if (type === "CumSum") return apply(type, [value, constant(int64([axis.kind === "int" ? axis.value : 0], []))]);
  if (type === "LayerNormalization") return apply(type, [value, weights(shape.slice(-1))]);
  return apply(type, [value], { axis });
};

const move = (step: Step) => {
  const { shape, picks, value } = step;
  const order = shape.map((_, i) => i).sort((a, b) => ((a * 7 + 3) % 5) - ((b * 7 + 3) % 5));
  switch (picks.integer(0, 6)) {
    case 0:
      return apply("Transpose", [value], picks.chance() ? { perm: ints(order) } : {});
    case 1:
      return apply("Flatten", [value], { axis: int(picks.integer(0, shape.length)) });
    case 2:
      return apply("Unsqueeze", [value, integers([picks.integer(0, shape.length)])]);
    case 3:
      return shape.includes(1) ? apply("Squeeze", [value, integers([shape.indexOf(1)])]) : [];
    case 4:
      return shape.length === 0 ? [] : apply("Reshape", [value, integers([0, -1])]);
    case 5:
      return apply("Reshape", [value, integers([-1])]);
    default:
      return apply("Tile", [value, integers(shape.map(() => picks.integer(1, 2)))]);
  }
};

/** A shape that the graph itself computes. */
const reshapeByShape = (step: Step) => {
  const { shape, picks, value } = step;
  if (shape.length === 0) return [];
  const [whole] = apply("Shape", [value]);
  const axis = axisOf(step);
  const [size] = apply("Gather", [whole, integers([axis])]);
  const [doubled] = apply("Mul", [size, integers([2])]);
  const [half] = apply("Div", [doubled, integers([2])]);
  const target = apply("Concat", [picks.chance() ? half : size, integers([-1])], { axis: int(0) });
  const result = picks.chance() ? apply("Expand", [scalar(0.5), whole]) : apply("Reshape", [value, target[0]]);
  return [whole, size, doubled, half, ...target, ...result];
};

const take = (step: Step) => {
  const { shape, picks, value } = step;
  if (shape.length === 0) return [];
  const axis = axisOf(step);
  const size = shape[axis] ?? 1;
  const at = int(counted(step, axis));
  switch (picks.integer(0, 5)) {
    case 0: {
      const start = picks.integer(0, size - 1);
      const end = picks.integer(start + 1, size + 1);
      return apply("Slice", [
        value,
        integers([start]),
        integers([end]),
        integers([axis]),
        integers([picks.integer(1, 2)]),
      ]);
    }
    case 1:
      return apply("Gather", [value, integers([0, size - 1, -1])], { axis: at });
    case 2:
      return size < 2 ? [] : apply("Split", [value, integers([1, size - 1])], { axis: at }, 2);
    case 3:
      return apply("Concat", [value, value], { axis: at });
    case 4:
      return apply("Pad", [value, integers([1, picks.integer(0, 2)]), undefined, integers([axis])], {
        mode: string(picks.of(["constant", "edge"])),
      });
    default:
      return [
        ...apply("TopK", [value, integers([picks.integer(1, size)])], { axis: at }, 2),
        ...apply(picks.of(["ArgMax", "ArgMin"]), [value], { axis: at, keepdims: int(picks.integer(0, 1)) }),
      ];
  }
};

const product = ({ shape, picks, value }: Step) => {
  const last = shape.at(-1);
  if (last === undefined) return [];
  if (shape.length === 2 && picks.chance())
    return apply("Gemm", [value, weights([3, last]), weights([3])], { transB: int(1) });
  if (shape.length === 2 && picks.chance())
    return apply("Einsum", [value, weights([last, 2])], { equation: string("ij,jk->ki") });
  return apply("MatMul", [value, weights([last, picks.integer(1, 3)])]);
};

const image = ({ shape, picks, value }: Step) => {
  const [, channels = 1, rows = 1, columns = 1] = shape;
  if (shape.length !== 4) return [];
  const kernel = [Math.min(2, rows), Math.min(2, columns)];
  const strides = ints([picks.integer(1, 2), 1]);
  switch (picks.integer(0, 6)) {
    case 0:
      return apply("Conv", [value, weights([2, channels, ...kernel]), weights([2])], {
        strides,
        pads: ints([1, 0, 0, 1]),
      });
    case 1:
      return apply("ConvTranspose", [value, weights([channels, 2, 2, 2])], { strides });
    case 2:
      return apply(picks.of(["MaxPool", "AveragePool"]), [value], {
        kernel_shape: ints(kernel),
        strides,
        ceil_mode: int(picks.integer(0, 1)),
      });
    case 3:
      return apply(picks.of(["GlobalAveragePool", "GlobalMaxPool"]), [value]);
    case 4:
      return apply("BatchNormalization", [
        value,
        ...[1, 2, 3].map(() => weights([channels])),
        constant(float32(Array.from({ length: channels }, () => 1))),
      ]);
    case 5:
      return channels % 4 === 0
        ? apply("DepthToSpace", [value], { blocksize: int(2), mode: string(picks.of(["DCR", "CRD"])) })
        : rows % 2 === 0 && columns % 2 === 0
          ? apply("SpaceToDepth", [value], { blocksize: int(2) })
          : [];
    default:
      return apply("Resize", [value, undefined, constant(float32([1, 1, picks.of([0.5, 1, 2]), picks.of([1.5, 2])]))], {
        mode: string(picks.of(["nearest", "linear"])),
      });
  }
};

const cast = ({ picks, value }: Step) => {
  const [other] = apply("Cast", [value], { to: int(picks.of([7, 9, 11])) });
  return [other, ...apply("Cast", [other], { to: int(1) })];
};

const kinds: readonly ((step: Step) => readonly (Value | undefined)[])[] = [
  ...[unary, unary, binary, binary, choice, reduce, normalize, move, move, reshapeByShape, take, take, product],
  ...[image, image, image, cast],
];

const sizesOf = (value: Value): readonly number[] | undefined => {
  const sizes = typeOf(value).shape?.map(evaluated);
  return sizes?.every((size): size is number => size !== undefined) ? sizes : undefined;
};

// Large enough to be different from each other, small enough to be quick.
const mostElements = 2000;

/** The input of a random graph, and every value in it. */
export function randomGraph({ shape, named, steps }: Plan): { readonly x: Value; readonly values: readonly Value[] } {
  const x = input(
    "x",
    "float32",
    shape.map((size, axis) => (axis < named && size > 1 ? sizeName(size) : size)),
  );
  const pool: Known[] = [{ value: x, shape }];
  const values: Value[] = [];
  for (const numbers of steps) {
    const picks = picksFrom(numbers);
    const kind = picks.of(kinds);
    const made = kind({ ...picks.of(pool), pool, picks }).filter((value): value is Value => value !== undefined);
    values.push(...made);
    for (const value of made) {
      const sizes = sizesOf(value);
      if (sizes === undefined || typeOf(value).type !== "float32" || elementCount(sizes) > mostElements) continue;
      if (sizes.length <= 5 && !sizes.includes(0)) pool.push({ value, shape: sizes });
    }
  }
  return { x, values };
}
