import { floatOf, int, intOf, intsOf } from "../graph/attributes.ts";
import { integers, scalarLike } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { ceilAsPads } from "./upgrade-ceil.ts";
import {
  batchNormalizationOfPlaces,
  batchNormalizationOfTraining,
  groupNormalizationOfGroups,
} from "./upgrade-normalization.ts";
import { resizeOfOpset10, resizeWithoutEmpty, upsample } from "./upgrade-resize.ts";
import { flatteningSoftmax } from "./upgrade-softmax.ts";
import { type Upgrade, type Upgraded, type Written, without } from "./written.ts";

/** Integer attributes that later opsets made inputs: moved to consecutive inputs after the first. */
const intsToInputs =
  (...names: readonly string[]): Upgrade =>
  (written) => ({
    ...written,
    inputs: [written.inputs[0], ...names.map((name) => intsOf(written, name)).map((value) => value && integers(value))],
    attributes: without(written.attributes, ...names),
  });

const clipBounds: Upgrade = (written) => {
  const x = written.inputs[0];
  const bound = (name: string): Value | undefined =>
    written.attributes[name] && x ? scalarLike(x, floatOf(written, name, 0)) : undefined;
  return {
    ...written,
    inputs: [x, bound("min"), bound("max")],
    attributes: without(written.attributes, "min", "max"),
  };
};

const padAmounts: Upgrade = (written) => {
  const x = written.inputs[0];
  const pads = intsOf(written, "pads") ?? intsOf(written, "paddings") ?? [];
  const value = x && scalarLike(x, floatOf(written, "value", 0));
  return {
    ...written,
    inputs: [x, integers(pads), value],
    attributes: without(written.attributes, "pads", "paddings", "value"),
  };
};

const topKCount: Upgrade = (written) => ({
  ...written,
  inputs: [written.inputs[0], integers([intOf(written, "k", 1)])],
  attributes: without(written.attributes, "k"),
});

/** Since opset 18 a Split without sizes says how many parts it has. */
const splitCount: Upgrade = (written) =>
  written.inputs[1] === undefined
    ? { ...written, attributes: { ...written.attributes, num_outputs: int(written.names.outputNames.length) } }
    : written;

const dropoutRatio: Upgrade = (written) => ({ ...written, attributes: without(written.attributes, "ratio") });

const scatterElements: Upgrade = (written) => ({ ...written, operator: "ScatterElements" });

/** What later opsets say of a conversion concerns 8-bit floats, which are refused. */
const castToPlain: Upgrade = (written) => ({
  ...written,
  attributes: without(written.attributes, "saturate", "round_mode"),
});

interface Step {
  /** The opsets whose form is another one: those before, or those from a version on. */
  readonly before?: number;
  readonly from?: number;
  readonly upgrade: Upgrade;
}

const reduceAxes: readonly Step[] = [{ before: 18, upgrade: intsToInputs("axes") }];

const anyOpset = Number.POSITIVE_INFINITY;

const steps: ReadonlyMap<string, readonly Step[]> = new Map<string, readonly Step[]>([
  ["AveragePool", [{ before: anyOpset, upgrade: ceilAsPads }]],
  [
    "BatchNormalization",
    [
      { before: 9, upgrade: batchNormalizationOfPlaces },
      { before: 14, upgrade: batchNormalizationOfTraining },
    ],
  ],
  ["Cast", [{ from: 19, upgrade: castToPlain }]],
  ["Clip", [{ before: 11, upgrade: clipBounds }]],
  ["Dropout", [{ before: 12, upgrade: dropoutRatio }]],
  ["GroupNormalization", [{ before: 21, upgrade: groupNormalizationOfGroups }]],
  ["LogSoftmax", [{ before: 13, upgrade: flatteningSoftmax }]],
  ["MaxPool", [{ before: anyOpset, upgrade: ceilAsPads }]],
  ["Pad", [{ before: 11, upgrade: padAmounts }]],
  ["ReduceL1", reduceAxes],
  ["ReduceL2", reduceAxes],
  ["ReduceLogSum", reduceAxes],
  ["ReduceLogSumExp", reduceAxes],
  ["ReduceMax", reduceAxes],
  ["ReduceMean", reduceAxes],
  ["ReduceMin", reduceAxes],
  ["ReduceProd", reduceAxes],
  ["ReduceSum", [{ before: 13, upgrade: intsToInputs("axes") }]],
  ["ReduceSumSquare", reduceAxes],
  [
    "Resize",
    [
      { before: 11, upgrade: resizeOfOpset10 },
      { before: 18, upgrade: resizeWithoutEmpty },
    ],
  ],
  ["Scatter", [{ before: 11, upgrade: scatterElements }]],
  ["Slice", [{ before: 10, upgrade: intsToInputs("starts", "ends", "axes") }]],
  ["Softmax", [{ before: 13, upgrade: flatteningSoftmax }]],
  [
    "Split",
    [
      { before: 13, upgrade: intsToInputs("split") },
      { before: 18, upgrade: splitCount },
    ],
  ],
  ["Squeeze", [{ before: 13, upgrade: intsToInputs("axes") }]],
  ["TopK", [{ before: 10, upgrade: topKCount }]],
  ["Unsqueeze", [{ before: 13, upgrade: intsToInputs("axes") }]],
  ["Upsample", [{ before: 10, upgrade: upsample }]],
]);

/** The opsets in which a standard operator took another form, of those that are read. */
export const formChanges = (operator: string): readonly number[] =>
  (steps.get(operator) ?? [])
    .map(({ before, from }) => before ?? from ?? anyOpset)
    .filter((version) => version !== anyOpset);

const applies = ({ before = 0, from = Number.POSITIVE_INFINITY }: Step, opset: number): boolean =>
  opset < before || opset >= from;

/**
 * Brings a node of the standard domain from its file's opset to the one form that the operators here know; where that
 * takes several nodes, the values of its outputs.
 */
export function upgrade(written: Written, opset: number): Upgraded {
  let current = written;
  for (const step of steps.get(written.operator) ?? []) {
    if (!applies(step, opset)) continue;
    const upgraded = step.upgrade(current);
    if (!("operator" in upgraded)) return upgraded;
    current = upgraded;
  }
  if (current === written) return written;
  // Trailing optional inputs that are absent are not written.
  const used = current.inputs.findLastIndex((value) => value !== undefined) + 1;
  return { ...current, inputs: current.inputs.slice(0, used) };
}
