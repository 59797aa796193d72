import { float, int, ints, string } from "../../../packages/neuralize/src/graph/attributes.ts";
import { elementCount, float64 } from "../../../packages/neuralize/src/graph/tensor.ts";
import type { Attributes } from "../../../packages/neuralize/src/graph/value.ts";
import { AveragePool } from "../../../packages/neuralize/src/ops/average-pool.ts";
import { BatchNormalization } from "../../../packages/neuralize/src/ops/batch-normalization.ts";
import { Conv } from "../../../packages/neuralize/src/ops/conv.ts";
import { ConvTranspose } from "../../../packages/neuralize/src/ops/conv-transpose.ts";
import { GlobalAveragePool, GlobalMaxPool } from "../../../packages/neuralize/src/ops/global-pool.ts";
import { GlobalLpPool, LpPool } from "../../../packages/neuralize/src/ops/lp-pool.ts";
import { MaxPool } from "../../../packages/neuralize/src/ops/max-pool.ts";
import type { Draw } from "../draw.ts";
import { type Data, fixed, type Operand, type OperatorCase } from "../operator-case.ts";

// The engine convolves, and takes means of windows, in float32 only.
const precision = "float32";

interface AxisLimits {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** What may be padded on one side. */
  readonly most: (kernel: number) => number;
}

interface Axis {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

const scaled = (draw: Draw, shape: readonly number[], factor: number): Data => {
  const { values, ...rest } = draw.data(shape);
  return { ...rest, values: values.map((value) => factor * value) };
};

/** Numbers so small that float32 has digits left when many products of them are added. */
const small = (draw: Draw, shape: readonly number[]): Data => scaled(draw, shape, 1 / 8);

/** Numbers far from 0, where a norm bends. */
const large = (draw: Draw, shape: readonly number[]): Data => scaled(draw, shape, 4);

/** How a kernel moves along one axis, such that it fits at least once. */
function axisOf(draw: Draw, rank: number, { strides, dilations, most }: AxisLimits): Axis {
  const kernel = draw.integer(1, rank === 3 ? 2 : 3);
  const [stride, dilation] = [draw.pick(strides), draw.pick(dilations)];
  const [before, after] = [draw.integer(0, most(kernel)), draw.integer(0, most(kernel))];
  const extent = dilation * (kernel - 1) + 1;
  const least = Math.max(1, extent - before - after);
  return { size: least + draw.integer(0, [5, 2, 1][rank - 1] ?? 1), kernel, stride, dilation, before, after };
}

const axesOf = (draw: Draw, rank: number, limits: AxisLimits): readonly Axis[] =>
  Array.from({ length: rank }, () => axisOf(draw, rank, limits));

const isDilated = (axes: readonly Axis[]): boolean => axes.some(({ dilation }) => dilation > 1);

/** Whether steps are so much longer than the kernel that engines understand SAME differently. */
const isSparse = (axes: readonly Axis[]): boolean => axes.some(({ kernel, stride }) => stride > kernel + 1);

const stepsOf = (axes: readonly Axis[]): Attributes => ({
  ...(axes.some(({ stride }) => stride > 1) && { strides: ints(axes.map(({ stride }) => stride)) }),
  ...(isDilated(axes) && { dilations: ints(axes.map(({ dilation }) => dilation)) }),
});

const padsOf = (axes: readonly Axis[]): Attributes => ({
  pads: ints([...axes.map(({ before }) => before), ...axes.map(({ after }) => after)]),
});

const sizesOf = (axes: readonly Axis[]): readonly number[] => axes.map(({ size }) => size);
const kernelOf = (axes: readonly Axis[]): readonly number[] => axes.map(({ kernel }) => kernel);

/** Without padding, the data has to be as large as the kernel. */
const unpaddedSizes = (draw: Draw, axes: readonly Axis[]): readonly number[] =>
  axes.map(({ kernel, dilation }) => dilation * (kernel - 1) + draw.integer(1, 2));

/** Operand `1` constant, or data as well. */
function weightOf(draw: Draw, shape: readonly number[], data: boolean): Operand {
  // Draws spread with their number.
  const weight = elementCount(shape) > 32 ? small(draw, shape) : draw.data(shape);
  return data ? weight : fixed(float64(weight.values, shape));
}

interface Channels {
  readonly group: number;
  /** Per group. */
  readonly inputs: number;
  readonly outputs: number;
}

const groupings = (draw: Draw): readonly Channels[] => [
  { group: 1, inputs: draw.integer(1, 2), outputs: draw.integer(1, 2) },
  { group: 2, inputs: draw.integer(1, 2), outputs: draw.integer(1, 2) },
  { group: 3, inputs: 1, outputs: 1 },
];

// A kernel may end before what is padded ends, and steps may leave places out.
const free: AxisLimits = { strides: [1, 1, 2, 3, 4], dilations: [1, 1, 2], most: () => 3 };

function convolutions(draw: Draw): readonly OperatorCase[] {
  return [1, 2, 2, 3].flatMap((rank, i) =>
    // More than a few channels go back by another convolution where steps are 1.
    [...groupings(draw), ...(i === 1 ? [{ group: 1, inputs: 9, outputs: 2 }] : [])].map(
      ({ group, inputs, outputs }): OperatorCase => {
        const axes = axesOf(draw, rank, i === 1 ? { ...free, strides: [1] } : free);
        const same = !isDilated(axes) && !isSparse(axes) ? ["SAME_UPPER", "SAME_LOWER"] : [];
        const automatic = draw.pick(["NOTSET", "NOTSET", "VALID", ...same]);
        const sizes = automatic === "VALID" ? unpaddedSizes(draw, axes) : sizesOf(axes);
        const data = small(draw, [draw.integer(1, 2), group * inputs, ...sizes]);
        const weight = weightOf(draw, [group * outputs, inputs, ...kernelOf(axes)], draw.chance());
        const bias = draw.data([group * outputs]);
        return {
          operator: Conv,
          operands: draw.chance() ? [data, weight] : [data, weight, bias],
          attributes: {
            ...stepsOf(axes),
            ...(automatic === "NOTSET" ? padsOf(axes) : { auto_pad: string(automatic) }),
            ...(group > 1 && { group: int(group) }),
          },
          precision,
        };
      },
    ),
  );
}

/** Padding of a transposed convolution takes away from its result, of which something has to remain. */
function transposedPadding(draw: Draw, axes: readonly Axis[]): Attributes {
  const whole = axes.map(({ size, kernel, stride, dilation }) => stride * (size - 1) + dilation * (kernel - 1) + 1);
  const automatic = draw.pick(["NOTSET", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"]);
  const later = axes.map(({ stride }) => draw.integer(0, stride - 1));
  const longer = { output_padding: ints(later) };
  if (automatic === "VALID") return { auto_pad: string(automatic), ...(draw.chance() && longer) };
  if (automatic !== "NOTSET" && draw.chance()) return { auto_pad: string(automatic) };
  if (automatic !== "NOTSET" || draw.chance()) {
    const shape = whole.map((size) => draw.integer(Math.max(1, size - 3), size));
    return { ...(automatic !== "NOTSET" && { auto_pad: string(automatic) }), output_shape: ints(shape) };
  }
  const before = whole.map((size) => draw.integer(0, Math.min(2, size - 1)));
  const after = whole.map((size, i) => draw.integer(0, Math.min(2, size - 1 - (before[i] ?? 0))));
  return { pads: ints([...before, ...after]), ...(draw.chance() && longer) };
}

function transposedConvolutions(draw: Draw): readonly OperatorCase[] {
  return [1, 2, 2, 3].flatMap((rank) =>
    groupings(draw).map(({ group, inputs, outputs }): OperatorCase => {
      const axes = axesOf(draw, rank, { ...free, most: () => 0 }).map((axis) => ({
        ...axis,
        size: draw.integer(1, rank === 1 ? 4 : 2),
      }));
      const data = small(draw, [draw.integer(1, 2), group * inputs, ...sizesOf(axes)]);
      const weight = weightOf(draw, [group * inputs, outputs, ...kernelOf(axes)], draw.chance());
      const bias = draw.data([group * outputs]);
      return {
        operator: ConvTranspose,
        operands: draw.chance() ? [data, weight] : [data, weight, bias],
        attributes: { ...stepsOf(axes), ...transposedPadding(draw, axes), ...(group > 1 && { group: int(group) }) },
        precision,
      };
    }),
  );
}

// The engine wants less padding than kernel; and where a step of dilation jumps over all data, a window holds nothing.
const pooled: AxisLimits = { strides: [1, 2, 3, 4], dilations: [1, 1, 2], most: (kernel) => kernel - 1 };

/** Attributes of a pool, and the sizes that it fits. */
function poolOf(
  draw: Draw,
  rank: number,
  limits: AxisLimits,
): { readonly sizes: readonly number[]; readonly attributes: Attributes } {
  const axes = axesOf(draw, rank, limits).map((axis) => ({ ...axis, size: Math.max(axis.size, axis.dilation) }));
  // The engine refuses means under SAME with steps longer than the kernel.
  const same = !isDilated(axes) && axes.every(({ kernel, stride }) => stride <= kernel);
  const automatic = draw.pick(["NOTSET", "NOTSET", "VALID", ...(same ? ["SAME_UPPER", "SAME_LOWER"] : [])]);
  // The engine infers that windows may begin in the padding behind the data, where its kernels have none.
  const isWhole = axes.every(({ size, kernel, stride, dilation, before, after }) => {
    const steps = Math.ceil((size + before + after - dilation * (kernel - 1) - 1) / stride);
    return steps * stride < size + before;
  });
  return {
    sizes: automatic === "VALID" ? unpaddedSizes(draw, axes) : sizesOf(axes),
    attributes: {
      kernel_shape: ints(kernelOf(axes)),
      ...stepsOf(axes),
      ...(automatic === "NOTSET" ? padsOf(axes) : { auto_pad: string(automatic) }),
      ...(automatic === "NOTSET" && isWhole && draw.chance() && { ceil_mode: int(1) }),
    },
  };
}

function norms(draw: Draw): readonly OperatorCase[] {
  return [1, 2, 3].flatMap((rank, i): OperatorCase[] => {
    const { sizes, attributes } = poolOf(draw, rank, pooled);
    const power = draw.chance() || i > 0 ? { p: int(i + 1) } : {};
    const [windowed, whole] = [sizes, draw.shape(rank, rank)].map((each) =>
      large(draw, [1, draw.integer(1, 2), ...each]),
    );
    return [
      { operator: LpPool, operands: [windowed], attributes: { ...attributes, ...power }, precision },
      { operator: GlobalLpPool, operands: [whole], attributes: power, precision },
    ];
  });
}

function pools(draw: Draw): readonly OperatorCase[] {
  return [1, 1, 2, 2, 2, 3].flatMap((rank): OperatorCase[] => {
    const [largest, mean] = [poolOf(draw, rank, pooled), poolOf(draw, rank, pooled)];
    const channels = draw.integer(1, 2);
    return [
      {
        operator: MaxPool,
        operands: [draw.data([1, channels, ...largest.sizes])],
        attributes: largest.attributes,
        precision,
      },
      {
        operator: AveragePool,
        operands: [draw.data([1, channels, ...mean.sizes])],
        attributes: { ...mean.attributes, ...(draw.chance() && { count_include_pad: int(1) }) },
        precision,
      },
    ];
  });
}

/** Windows that stand side by side: the way back of the pools in most networks. */
function tilings(draw: Draw): readonly OperatorCase[] {
  return [1, 2, 3].map((rank): OperatorCase => {
    const kernel = Array.from({ length: rank }, () => draw.integer(1, 3 - Math.floor(rank / 3)));
    const sizes = kernel.map((size) => size * draw.integer(1, 2) + draw.integer(0, size - 1));
    const attributes = { kernel_shape: ints(kernel), strides: ints(kernel) };
    return { operator: MaxPool, operands: [draw.data([2, 2, ...sizes])], attributes };
  });
}

function globalPools(draw: Draw): readonly OperatorCase[] {
  return [1, 2, 3].flatMap((rank) =>
    [GlobalAveragePool, GlobalMaxPool].map((operator): OperatorCase => {
      const shape = [draw.integer(1, 2), draw.integer(1, 2), ...draw.shape(rank, rank)];
      return { operator, operands: [draw.data(shape)], precision };
    }),
  );
}

function batchNormalizations(draw: Draw): readonly OperatorCase[] {
  return [1, 2, 3, 4].map((rank): OperatorCase => {
    const [batch = 1, channels = 1, ...spatial] = draw.shape(rank, rank);
    const shape = rank === 1 ? [batch] : [batch, channels, ...spatial];
    const perChannel = [rank === 1 ? 1 : channels];
    const variance = draw.positive(perChannel);
    return {
      operator: BatchNormalization,
      operands: [
        draw.data(shape),
        draw.fixedData(perChannel),
        draw.fixedData(perChannel),
        draw.fixedData(perChannel),
        fixed(float64(variance.values, variance.shape)),
      ],
      attributes: draw.chance() ? { epsilon: float(0.125) } : {},
    };
  });
}

/** What moves a window over space, and what normalizes by channels. */
export const spatial = (draw: Draw): readonly OperatorCase[] => [
  ...convolutions(draw),
  ...transposedConvolutions(draw),
  ...pools(draw),
  ...norms(draw),
  ...tilings(draw),
  ...globalPools(draw),
  ...batchNormalizations(draw),
];
