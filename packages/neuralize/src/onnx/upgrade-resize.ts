import { floatsOf, string, stringOf } from "../graph/attributes.ts";
import { knownNumbers } from "../graph/known-numbers.ts";
import { constant, constantOf, node, outputOf } from "../graph/node.ts";
import { float32 } from "../graph/tensor.ts";
import type { Attributes, Value } from "../graph/value.ts";
import { Resize } from "../ops/resize.ts";
import { type Upgrade, type Upgraded, type Written, without } from "./written.ts";

const isEmpty = (value: Value | undefined): boolean => constantOf(value)?.shape[0] === 0;

/** Opset 11 left out a region, scales or sizes by an empty tensor, and knew one more way of counting. */
export const resizeWithoutEmpty: Upgrade = (written) => {
  const inputs = written.inputs.map((value) => (isEmpty(value) ? undefined : value));
  return { ...written, inputs, attributes: withoutHalfPixelForNearest(written) };
};

/** floor((i + ½) / scale) is the element nearest to (i + ½) / scale − ½, the later one of two. */
function withoutHalfPixelForNearest(written: Written): Attributes {
  const { attributes } = written;
  const is = (name: string, value: string): boolean => stringOf(written, name, "") === value;
  if (!is("coordinate_transformation_mode", "tf_half_pixel_for_nn") || !is("nearest_mode", "floor")) return attributes;
  return {
    ...attributes,
    coordinate_transformation_mode: string("half_pixel"),
    nearest_mode: string("round_prefer_ceil"),
  };
}

/** Upsample took its scales from an attribute before opset 9, and is the Resize of opset 10 by another name. */
export const upsample: Upgrade = (written) => {
  const scales = floatsOf(written, "scales");
  return resizeOfOpset10({
    ...written,
    inputs: scales ? [written.inputs[0], constant(float32(scales))] : written.inputs,
    attributes: without(written.attributes, "scales"),
  });
};

/**
 * Until opset 10 places were counted from the corner, i / scale; the nearest element was the one before it where an
 * axis grows, the one behind it where an axis shrinks.
 */
export function resizeOfOpset10(written: Written): Upgraded {
  const [x, scales] = written.inputs;
  const asymmetric = { ...written.attributes, coordinate_transformation_mode: string("asymmetric") };
  const resized = (nearest: string, by: Value | undefined): Written => ({
    ...written,
    operator: "Resize",
    inputs: [x, undefined, by],
    attributes: { ...asymmetric, nearest_mode: string(nearest) },
  });
  if (stringOf(written, "mode", "nearest") !== "nearest") return resized("floor", scales);
  const factors = knownNumbers(scales);
  // Which of the two holds is not known before it runs.
  if (factors === undefined)
    return { ...written, operator: `${written.operator} (nearest, unknown scales, opset < 11)` };
  if (factors.every((factor) => factor >= 1)) return resized("floor", scales);
  if (factors.every((factor) => factor <= 1)) return resized("ceil", scales);
  const shrunk = resized("ceil", constant(float32(factors.map((factor) => Math.min(factor, 1)))));
  const grown = resized("floor", constant(float32(factors.map((factor) => Math.max(factor, 1)))));
  const smaller = outputOf(node(Resize, shrunk.inputs, shrunk.attributes));
  return { ...grown, inputs: [smaller, ...grown.inputs.slice(1)] };
}
