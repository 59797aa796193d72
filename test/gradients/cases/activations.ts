import { float, string } from "../../../packages/neuralize/src/graph/attributes.ts";
import type { Attributes, Operator } from "../../../packages/neuralize/src/graph/value.ts";
import { Celu, Elu, Selu } from "../../../packages/neuralize/src/ops/elu.ts";
import { Erf } from "../../../packages/neuralize/src/ops/erf.ts";
import { Gelu } from "../../../packages/neuralize/src/ops/gelu.ts";
import { HardSwish } from "../../../packages/neuralize/src/ops/hard-swish.ts";
import { LeakyRelu } from "../../../packages/neuralize/src/ops/leaky-relu.ts";
import { Mish } from "../../../packages/neuralize/src/ops/mish.ts";
import { PRelu } from "../../../packages/neuralize/src/ops/p-relu.ts";
import { HardSigmoid, Sigmoid } from "../../../packages/neuralize/src/ops/sigmoid.ts";
import { Softplus } from "../../../packages/neuralize/src/ops/softplus.ts";
import { Softsign } from "../../../packages/neuralize/src/ops/softsign.ts";
import { Swish } from "../../../packages/neuralize/src/ops/swish.ts";
import { Tanh } from "../../../packages/neuralize/src/ops/tanh.ts";
import { ThresholdedRelu } from "../../../packages/neuralize/src/ops/thresholded-relu.ts";
import type { Draw } from "../draw.ts";
import type { Data, OperatorCase } from "../operator-case.ts";

/** Numbers of both signs from near 0 to where every saturation has set in. */
const wide = (draw: Draw, shape: readonly number[]): Data => {
  const { values, ...rest } = draw.data(shape);
  return { ...rest, values: values.map((value) => 8 * value) };
};

const forms = (draw: Draw): readonly (readonly [Operator, Attributes?])[] => [
  [Elu],
  [Elu, { alpha: float(draw.pick([0.5, 2, -0.5])) }],
  [HardSigmoid],
  [HardSigmoid, { alpha: float(0.3), beta: float(-0.25) }],
  [HardSwish],
  [LeakyRelu],
  [LeakyRelu, { alpha: float(draw.pick([0.2, 1.5, -0.5])) }],
  [Mish],
  [Selu],
  [Selu, { alpha: float(1.5), gamma: float(0.75) }],
  [Sigmoid],
  [Softplus],
  [Softsign],
  [Tanh],
  [ThresholdedRelu],
  [ThresholdedRelu, { alpha: float(draw.pick([0.3, -0.3])) }],
];

const singleForms = (draw: Draw): readonly (readonly [Operator, Attributes?])[] => [
  [Celu],
  [Celu, { alpha: float(draw.pick([0.5, 2])) }],
  [Erf],
  [Gelu],
  [Gelu, { approximate: string("tanh") }],
  [Swish],
  [Swish, { alpha: float(1.5) }],
];

function slopes(draw: Draw): readonly OperatorCase[] {
  const shape = draw.shape(1, 3);
  const slope = draw.broadcastable(shape);
  return [
    { operator: PRelu, operands: [draw.data(shape), draw.fixedData(slope)] },
    { operator: PRelu, operands: [draw.data(shape), draw.data(slope)] },
  ];
}

export const activations = (draw: Draw): readonly OperatorCase[] => [
  ...forms(draw).flatMap(([operator, attributes = {}]) => [
    { operator, attributes, operands: [draw.data(draw.shape(0, 3))] },
    { operator, attributes, operands: [wide(draw, [7])] },
  ]),
  ...singleForms(draw).map(
    ([operator, attributes = {}]): OperatorCase => ({
      operator,
      attributes,
      operands: [draw.data(draw.shape(0, 3))],
      precision: "float32",
    }),
  ),
  ...slopes(draw),
];
