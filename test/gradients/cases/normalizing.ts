import { float, int } from "../../../packages/neuralize/src/graph/attributes.ts";
import type { Attributes } from "../../../packages/neuralize/src/graph/value.ts";
import { GroupNormalization } from "../../../packages/neuralize/src/ops/group-normalization.ts";
import { InstanceNormalization } from "../../../packages/neuralize/src/ops/instance-normalization.ts";
import { LayerNormalization } from "../../../packages/neuralize/src/ops/layer-normalization.ts";
import { LpNormalization } from "../../../packages/neuralize/src/ops/lp-normalization.ts";
import { LRN } from "../../../packages/neuralize/src/ops/lrn.ts";
import { RMSNormalization } from "../../../packages/neuralize/src/ops/rms-normalization.ts";
import type { Draw } from "../draw.ts";
import type { Operand, OperatorCase } from "../operator-case.ts";

function trailing(draw: Draw): readonly OperatorCase[] {
  const shape = [...draw.shape(1, 2), 3];
  const axis = draw.integer(0, shape.length - 1);
  const attributes: Attributes = {
    axis: int(draw.chance() ? axis : axis - shape.length),
    ...(draw.chance() && { epsilon: float(0.125) }),
  };
  const normalized = shape.slice(axis);
  const [x, scale, bias] = [draw.data(shape), draw.data(normalized), draw.data(normalized)];
  const last = draw.fixedData(shape.slice(-1));
  return [
    { operator: LayerNormalization, operands: [x, scale, bias], attributes },
    { operator: LayerNormalization, operands: [x, scale], attributes, outputs: 3, precision: "float32" },
    { operator: LayerNormalization, operands: [x, last, last], outputs: 1 },
    { operator: RMSNormalization, operands: [x, scale], attributes },
    { operator: RMSNormalization, operands: [x, last] },
  ];
}

function norms(draw: Draw): readonly OperatorCase[] {
  const shape = draw.shape(1, 3);
  const axis = draw.integer(-shape.length, shape.length - 1);
  return [{}, { p: int(1) }, { p: int(2), axis: int(axis) }, { p: int(1), axis: int(axis) }].map((attributes) => ({
    operator: LpNormalization,
    operands: [draw.data(shape)],
    attributes,
  }));
}

function ofChannels(draw: Draw): readonly OperatorCase[] {
  const groups = draw.integer(1, 3);
  const [batch, channels] = [draw.integer(1, 2), groups * draw.integer(1, 2)];
  const attributes = draw.chance() ? { epsilon: float(0.125) } : {};
  const perChannel = (): readonly Operand[] => [draw.data([channels]), draw.data([channels])];
  return [1, 2, 3].flatMap((rank): OperatorCase[] => {
    const shape = [batch, channels, ...draw.shape(rank, rank)];
    const grouped = { ...attributes, num_groups: int(groups) };
    return [
      {
        operator: InstanceNormalization,
        operands: [draw.data(shape), ...perChannel()],
        attributes,
        precision: "float32",
      },
      {
        operator: GroupNormalization,
        operands: [draw.data(shape), ...perChannel()],
        attributes: grouped,
        precision: "float32",
      },
    ];
  });
}

/** Windows over channels: more of them than there are, too. The engine wants an odd number. */
function overNeighbours(draw: Draw): readonly OperatorCase[] {
  const weak = { size: int(3) };
  const strong = {
    size: int(draw.pick([1, 3, 5, 7])),
    alpha: float(1.5),
    beta: float(draw.pick([0.5, 2])),
    bias: float(2),
  };
  return [weak, strong].map((attributes) => ({
    operator: LRN,
    operands: [draw.data([draw.integer(1, 2), draw.integer(1, 4), ...draw.shape(2, 2)])],
    attributes,
    precision: "float32",
  }));
}

export const normalizing = (draw: Draw): readonly OperatorCase[] => [
  ...trailing(draw),
  ...norms(draw),
  ...ofChannels(draw),
  ...overNeighbours(draw),
];
