import { float, int, ints, string } from "../../../packages/neuralize/src/graph/attributes.ts";
import { float32 } from "../../../packages/neuralize/src/graph/tensor.ts";
import type { Attributes } from "../../../packages/neuralize/src/graph/value.ts";
import { Resize } from "../../../packages/neuralize/src/ops/resize.ts";
import type { Draw } from "../draw.ts";
import { type Fixed, fixed, fixedIntegers, type OperatorCase } from "../operator-case.ts";

const coordinates = [
  "half_pixel",
  "half_pixel_symmetric",
  "pytorch_half_pixel",
  "align_corners",
  "asymmetric",
  "tf_crop_and_resize",
];

const interpolations = (draw: Draw): readonly Attributes[] => [
  {},
  {
    mode: string("nearest"),
    nearest_mode: string(draw.pick(["floor", "ceil", "round_prefer_floor", "round_prefer_ceil"])),
  },
  { mode: string("linear") },
  { mode: string("cubic") },
  { mode: string("cubic"), cubic_coeff_a: float(-0.5), exclude_outside: int(1) },
];

const numbers = (values: readonly number[]): Fixed => fixed(float32(values));

// The engine resizes float32 only.
const precision = "float32";

export function resizing(draw: Draw): readonly OperatorCase[] {
  const [rows, columns] = [draw.integer(2, 4), draw.integer(2, 4)];
  const image = () => draw.data([1, 2, rows, columns]);
  const scales = () => [1, 1, draw.pick([0.6, 1.7, 2, 1]), draw.pick([0.75, 1.5, 3])];
  const sizes = () => [1, 2, draw.integer(1, 6), draw.integer(1, 6)];
  return [
    ...interpolations(draw).flatMap((attributes): readonly OperatorCase[] => {
      const mode = draw.pick(coordinates);
      const placed = { ...attributes, coordinate_transformation_mode: string(mode) };
      const region = mode === "tf_crop_and_resize" ? numbers([0, 0, 0.25, 0.125, 1, 1, 0.75, 1]) : undefined;
      return [
        { operator: Resize, operands: [image(), region, numbers(scales())], attributes: placed, precision },
        {
          operator: Resize,
          operands: [image(), region, undefined, fixedIntegers(sizes())],
          attributes: placed,
          precision,
        },
        {
          operator: Resize,
          operands: [image(), undefined, numbers(scales().slice(2))],
          attributes: { ...attributes, axes: ints([2, -1]) },
          precision,
        },
      ];
    }),
    {
      operator: Resize,
      operands: [image(), undefined, undefined, fixedIntegers([5, 3])],
      attributes: { mode: string("linear"), axes: ints([-1, 2]) },
      precision,
    },
    { operator: Resize, operands: [draw.data([2, 3, 4]), undefined, numbers([1, 1, 2])], precision },
    {
      operator: Resize,
      operands: [draw.data([3, 4]), undefined, numbers([2, 0.5])],
      precision,
      attributes: { mode: string("linear") },
    },
    {
      operator: Resize,
      operands: [draw.data([2, 1, 2, 2, 2]), undefined, numbers([1, 1, 2, 1.5, 2])],
      precision,
      attributes: { mode: string("linear") },
    },
    {
      operator: Resize,
      operands: [image(), numbers([-0.5, 0.25, 0.75, 1.5]), undefined, fixedIntegers([4, 3])],
      attributes: {
        axes: ints([2, 3]),
        mode: string("linear"),
        coordinate_transformation_mode: string("tf_crop_and_resize"),
        extrapolation_value: float(5),
      },
      precision,
    },
    // The gradient of these is refused.
    ...["not_larger", "not_smaller"].map(
      (policy): OperatorCase => ({
        operator: Resize,
        operands: [draw.fixedData([1, 1, rows, columns]), undefined, undefined, fixedIntegers([7, 9])],
        attributes: { axes: ints([2, 3]), keep_aspect_ratio_policy: string(policy) },
        precision,
      }),
    ),
    ...["linear", "cubic"].map(
      (mode): OperatorCase => ({
        operator: Resize,
        operands: [draw.data([1, 1, 5, 4]), undefined, numbers([1, 1, 0.6, 0.5])],
        attributes: { mode: string(mode), antialias: int(1) },
        precision,
      }),
    ),
  ];
}
