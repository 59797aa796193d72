import { float, int } from "../../../packages/neuralize/src/graph/attributes.ts";
import type { Attributes } from "../../../packages/neuralize/src/graph/value.ts";
import { LayerNormalization } from "../../../packages/neuralize/src/ops/layer-normalization.ts";
import { LpNormalization } from "../../../packages/neuralize/src/ops/lp-normalization.ts";
import { RMSNormalization } from "../../../packages/neuralize/src/ops/rms-normalization.ts";
import type { Draw } from "../draw.ts";
import type { OperatorCase } from "../operator-case.ts";

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

export const normalizing = (draw: Draw): readonly OperatorCase[] => [...trailing(draw), ...norms(draw)];
