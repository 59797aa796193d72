import { int, intOf } from "../graph/attributes.ts";
import { node, outputOf, typeOf } from "../graph/node.ts";
import { positiveAxis, productOf } from "../graph/shapes.ts";
import { flatten, reshapeLike } from "../ops/reshape.ts";
import { LogSoftmax, Softmax } from "../ops/softmax.ts";
import type { Upgrade } from "./written.ts";

/** Until opset 12 all axes from `axis` on were normalized together: the later softmax on a matrix. */
export const flatteningSoftmax: Upgrade = (written) => {
  const { operator, inputs, attributes, names } = written;
  const x = inputs[0];
  if (x === undefined) return written;
  const { shape } = typeOf(x);
  const axis = intOf(written, "axis", 1);
  const from = shape === undefined ? 0 : positiveAxis(axis, shape.length, shape.length + 1);
  if (shape !== undefined && from < shape.length && productOf(shape.slice(from + 1)) === 1)
    return { ...written, attributes: { ...attributes, axis: int(from) } };
  const rows = node(
    operator === "Softmax" ? Softmax : LogSoftmax,
    [flatten(x, axis)],
    { axis: int(1) },
    names.name === undefined ? {} : { name: names.name },
  );
  return [reshapeLike(outputOf(rows), x)];
};
