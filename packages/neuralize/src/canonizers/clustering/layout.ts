import { intOf, intsOf } from "../../graph/attributes.ts";
import { typeOf } from "../../graph/node.ts";
import { positiveAxis, shapeOf } from "../../graph/shapes.ts";
import { isFloating } from "../../graph/tensor.ts";
import type { Node } from "../../graph/value.ts";
import { knownIntegers } from "../../ops/known-integers.ts";
import { type Axes, type Axis, reshapeAxes } from "./axes.ts";
import type { Form } from "./form.ts";
import { type Rule, unary } from "./rule.ts";

/** A rule for operators that only move, add or drop axes. */
const moved = (axesOf: (axes: Axes, node: Node) => Axes | undefined): Rule =>
  unary((form, node) => {
    const axes = axesOf(form.axes, node);
    return axes && { ...form, axes };
  });

const unsqueezed = (axes: Axes, node: Node): Axes | undefined => {
  const given = knownIntegers(node.inputs[1]);
  if (given === undefined) return undefined;
  const rank = axes.length + given.length;
  const added = given.map((axis) => positiveAxis(axis, rank));
  const rest = [...axes];
  return Array.from({ length: rank }, (_, i): Axis => (added.includes(i) ? "one" : (rest.shift() ?? "one")));
};

const squeezed = (axes: Axes, node: Node): Axes | undefined => {
  const given = knownIntegers(node.inputs[1])?.map((axis) => positiveAxis(axis, axes.length));
  if (node.inputs[1] !== undefined && given === undefined) return undefined;
  if (given?.some((axis) => axes[axis] !== "one")) return undefined;
  return axes.filter((axis, i) => (given === undefined ? axis !== "one" : !given.includes(i)));
};

const reshaped = (axes: Axes, node: Node): Axes | undefined => {
  const x = node.inputs[0];
  const to = node.outputs[0]?.shape;
  return x && to && reshapeAxes(axes, shapeOf(x), to);
};

const transposed = (axes: Axes, node: Node): Axes | undefined => {
  const order = intsOf(node, "perm") ?? axes.map((_, i) => axes.length - 1 - i);
  return order.length === axes.length ? order.map((from) => axes[from] ?? "one") : undefined;
};

const expanded = (axes: Axes, node: Node): Axes | undefined => {
  const target = node.inputs[1] && shapeOf(node.inputs[1])?.[0];
  const rank = typeof target === "number" ? target : node.outputs[0]?.shape?.length;
  if (rank === undefined) return undefined;
  return [...Array.from({ length: Math.max(0, rank - axes.length) }, (): Axis => "one"), ...axes];
};

/** Taking one element of an axis along which nothing runs. */
const taken = (axes: Axes, node: Node): Axes | undefined => {
  const axis = positiveAxis(intOf(node, "axis", 0), axes.length);
  const index = node.inputs[1];
  if (index === undefined || axes[axis] !== "one" || knownIntegers(index)?.length !== 1) return undefined;
  return axes.flatMap((each, i): Axis[] => (i !== axis ? [each] : shapeOf(index)?.length === 0 ? [] : ["one"]));
};

const kept = unary((form) => form);

/** Conversions between floating types; an index may become any number. */
const converted = unary((form: Form, node: Node) =>
  form.kind === "assignment" || (node.values[0] !== undefined && isFloating(typeOf(node.values[0]).type))
    ? form
    : undefined,
);

export const layouts: Readonly<Record<string, Rule>> = {
  Cast: converted,
  Dropout: kept,
  Expand: moved(expanded),
  Flatten: moved(reshaped),
  Gather: moved(taken),
  Identity: kept,
  Reshape: moved(reshaped),
  Squeeze: moved(squeezed),
  Transpose: moved(transposed),
  Unsqueeze: moved(unsqueezed),
};
