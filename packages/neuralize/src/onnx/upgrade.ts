import { floatOf, floatsOf, int, intOf, intsOf } from "../graph/attributes.ts";
import { constant, integers, scalarLike, typeOf } from "../graph/node.ts";
import { positiveAxis, productOf } from "../graph/shapes.ts";
import { float32 } from "../graph/tensor.ts";
import type { Attributes, Value } from "../graph/value.ts";

/** A node as its file wrote it: operator, inputs, attributes. */
export interface Written {
  readonly operator: string;
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Attributes;
}

type Upgrade = (written: Written) => Written;

const without = (attributes: Attributes, ...names: readonly string[]): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));

/** Integer attributes that later opsets made inputs: moved to consecutive inputs after the first. */
const intsToInputs =
  (...names: readonly string[]): Upgrade =>
  (written) => ({
    operator: written.operator,
    inputs: [written.inputs[0], ...names.map((name) => intsOf(written, name)).map((value) => value && integers(value))],
    attributes: without(written.attributes, ...names),
  });

const clipBounds: Upgrade = (written) => {
  const x = written.inputs[0];
  const bound = (name: string): Value | undefined =>
    written.attributes[name] && x ? scalarLike(x, floatOf(written, name, 0)) : undefined;
  return {
    operator: "Clip",
    inputs: [x, bound("min"), bound("max")],
    attributes: without(written.attributes, "min", "max"),
  };
};

const padAmounts: Upgrade = (written) => {
  const x = written.inputs[0];
  const pads = intsOf(written, "pads") ?? intsOf(written, "paddings") ?? [];
  const value = x && scalarLike(x, floatOf(written, "value", 0));
  return {
    operator: "Pad",
    inputs: [x, integers(pads), value],
    attributes: without(written.attributes, "pads", "paddings", "value"),
  };
};

const topKCount: Upgrade = (written) => ({
  operator: "TopK",
  inputs: [written.inputs[0], integers([intOf(written, "k", 1)])],
  attributes: without(written.attributes, "k"),
});

// Until opset 12 softmax flattened everything from `axis` on; that is the later one only on the last axis.
const softmaxAxis: Upgrade = (written) => {
  const x = written.inputs[0];
  const shape = x && typeOf(x).shape;
  const axis = positiveAxis(intOf(written, "axis", 1), shape?.length ?? 2);
  const rest = shape && productOf(shape.slice(axis + 1));
  const known = shape === undefined || axis === shape.length - 1 || rest === 1;
  return {
    ...written,
    operator: known ? written.operator : `${written.operator} (flattening, opset < 13)`,
    attributes: { ...written.attributes, axis: int(shape === undefined ? -1 : axis) },
  };
};

const upsampleScales: Upgrade = (written) => {
  const scales = floatsOf(written, "scales");
  return {
    operator: "Upsample",
    inputs: scales ? [written.inputs[0], constant(float32(scales))] : written.inputs,
    attributes: without(written.attributes, "scales"),
  };
};

interface Step {
  /** The first opset that writes the operator in the new form. */
  readonly since: number;
  readonly upgrade: Upgrade;
}

const reduceAxes: Step = { since: 18, upgrade: intsToInputs("axes") };

const steps: ReadonlyMap<string, Step> = new Map<string, Step>([
  ["Clip", { since: 11, upgrade: clipBounds }],
  ["LogSoftmax", { since: 13, upgrade: softmaxAxis }],
  ["Pad", { since: 11, upgrade: padAmounts }],
  ["ReduceL1", reduceAxes],
  ["ReduceL2", reduceAxes],
  ["ReduceLogSum", reduceAxes],
  ["ReduceLogSumExp", reduceAxes],
  ["ReduceMax", reduceAxes],
  ["ReduceMean", reduceAxes],
  ["ReduceMin", reduceAxes],
  ["ReduceProd", reduceAxes],
  ["ReduceSum", { since: 13, upgrade: intsToInputs("axes") }],
  ["ReduceSumSquare", reduceAxes],
  ["Slice", { since: 10, upgrade: intsToInputs("starts", "ends", "axes") }],
  ["Softmax", { since: 13, upgrade: softmaxAxis }],
  ["Split", { since: 13, upgrade: intsToInputs("split") }],
  ["Squeeze", { since: 13, upgrade: intsToInputs("axes") }],
  ["TopK", { since: 10, upgrade: topKCount }],
  ["Unsqueeze", { since: 13, upgrade: intsToInputs("axes") }],
  ["Upsample", { since: 9, upgrade: upsampleScales }],
]);

/** Brings a node of the standard domain from its file's opset to the one form that the operators here know. */
export function upgrade(written: Written, opset: number): Written {
  const step = steps.get(written.operator);
  if (step === undefined || opset >= step.since) return written;
  const upgraded = step.upgrade(written);
  // Trailing optional inputs that are absent are not written.
  const used = upgraded.inputs.findLastIndex((value) => value !== undefined) + 1;
  return { ...upgraded, inputs: upgraded.inputs.slice(0, used) };
}
