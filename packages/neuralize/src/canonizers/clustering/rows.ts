import { dependsOnInput } from "../../graph/constancy.ts";
import { integers, scalar, typeOf } from "../../graph/node.ts";
import { type Shape, shapeOf } from "../../graph/shapes.ts";
import type { Value } from "../../graph/value.ts";
import { add } from "../../ops/add.ts";
import { cast } from "../../ops/cast.ts";
import { mul } from "../../ops/mul.ts";
import { neg } from "../../ops/neg.ts";
import { reshape } from "../../ops/reshape.ts";
import { slice } from "../../ops/slice.ts";
import { transpose } from "../../ops/transpose.ts";
import type { Axes } from "./axes.ts";
import type { Rows } from "./form.ts";

const repeating = new Set(["Expand", "Identity", "Tile"]);

const repeats = (value: Value): boolean =>
  value.producer.kind === "node" &&
  repeating.has(value.producer.operator.type) &&
  (value.producer.operator.type !== "Tile" || dependsOnInput(value));

/** The constant that a value repeats (a parameter expanded to the batch is one), or undefined. */
export function parameterOf(value: Value | undefined): Value | undefined {
  let current = value;
  while (current?.producer.kind === "node" && repeats(current)) current = current.producer.inputs[0];
  return current === undefined || dependsOnInput(current) ? undefined : current;
}

/** The sizes of a constant, which are all known; undefined for an expression whose shape is not. */
export function sizesOf(value: Value): readonly number[] | undefined {
  const shape: Shape | undefined = shapeOf(value);
  return shape?.every((size): size is number => typeof size === "number") ? shape : undefined;
}

/** A constant laid out along `axes` as a matrix of clusters × features; axes that it lacks have size 1. */
export function rowsOf(parameter: Value, axes: Axes): Value | undefined {
  const whole = sizesOf(parameter);
  if (whole === undefined) return undefined;
  const points = axes.indexOf("points") - axes.length + whole.length;
  const repeated = (whole[points] ?? 1) > 1;
  const value = repeated ? slice(parameter, [0], [1], [points]) : parameter;
  const sizes = repeated ? whole.map((size, i) => (i === points ? 1 : size)) : whole;
  const place = (kind: "clusters" | "features"): number => axes.lastIndexOf(kind) - axes.length + sizes.length;
  const [clusters, features] = [place("clusters"), place("features")];
  const has = (at: number, kind: "clusters" | "features"): boolean => axes.includes(kind) && at >= 0;
  const target = [
    has(clusters, "clusters") ? (sizes[clusters] ?? 1) : 1,
    has(features, "features") ? (sizes[features] ?? 1) : 1,
  ];
  const crossed = has(clusters, "clusters") && has(features, "features") && clusters > features;
  const order = sizes.map((_, i) => (crossed && i === clusters ? features : crossed && i === features ? clusters : i));
  const straight = crossed ? transpose(value, order) : value;
  return sizes.length === 2 && sizesOf(straight)?.every((size, i) => size === target[i])
    ? straight
    : reshape(straight, integers(target));
}

/** A constant number of the element type of `value`, half precision included. */
export const numberLike = (value: Value, number: number): Value => cast(scalar(number), typeOf(value).type);

/** factor · rows as one value. */
export function scaledRows({ factor, rows }: Rows): Value {
  if (factor === 1) return rows;
  return factor === -1 ? neg(rows) : mul(rows, numberLike(rows, factor));
}

/** The sum of two multiples; one of the same rows stays a multiple. */
export function addRows(a: Rows | undefined, b: Rows | undefined): Rows | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.rows === b.rows) return { factor: a.factor + b.factor, rows: a.rows };
  if (typeOf(a.rows).type !== typeOf(b.rows).type) return undefined;
  return { factor: 1, rows: add(scaledRows(a), scaledRows(b)) };
}
