import { shapeMismatch } from "../errors/messages.ts";
import { floatOf, int, intOf } from "../graph/attributes.ts";
import { integers, scalarLike, typeOf } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { add } from "../ops/add.ts";
import { div } from "../ops/div.ts";
import { expand } from "../ops/expand.ts";
import { mul } from "../ops/mul.ts";
import { reshape } from "../ops/reshape.ts";
import { sqrt } from "../ops/sqrt.ts";
import { unsqueeze } from "../ops/squeeze.ts";
import { sub } from "../ops/sub.ts";
import { type Upgrade, without } from "./written.ts";

/** Until opset 8, statistics could be those of every place of every channel (`spatial` 0): a formula of its own. */
export const batchNormalizationOfPlaces: Upgrade = (written) => {
  const plain = { ...written, attributes: without(written.attributes, "spatial") };
  const [x, scale, shift, mean, variance] = written.inputs;
  if (intOf(written, "spatial", 1) === 1 || !x || !scale || !shift || !mean || !variance) return plain;
  const deviation = sqrt(add(variance, scalarLike(variance, floatOf(written, "epsilon", 1e-5))));
  return [add(mul(sub(x, mean), div(scale, deviation)), shift)];
};

/** Until opset 13, more than one output meant training. */
export const batchNormalizationOfTraining: Upgrade = (written) =>
  written.names.outputNames.filter((name) => name !== "").length > 1
    ? { ...written, attributes: { ...written.attributes, training_mode: int(1) } }
    : written;

/** Until opset 20, scale and bias were numbers per group: now every channel repeats that of its group. */
export const groupNormalizationOfGroups: Upgrade = (written) => {
  const [x, scale, bias] = written.inputs;
  const channels = x && typeOf(x).shape?.[1];
  const groups = intOf(written, "num_groups", 1);
  if (typeof channels !== "number")
    throw shapeMismatch(
      "GroupNormalization",
      "the number of its channels is not known; export it with opset_version=21",
    );
  const repeated = (perGroup: Value | undefined): Value | undefined =>
    perGroup && reshape(expand(unsqueeze(perGroup, [1]), integers([groups, channels / groups])), integers([-1]));
  return { ...written, inputs: [x, repeated(scale), repeated(bias)] };
};
