import { intOf } from "../../graph/attributes.ts";
import { integers } from "../../graph/node.ts";
import { shapeOf } from "../../graph/shapes.ts";
import type { Node, Value } from "../../graph/value.ts";
import { expand } from "../../ops/expand.ts";
import { reducedAxes } from "../../ops/reduce.ts";
import { type Axis, reduceAxes } from "./axes.ts";
import {
  type Coordinates,
  type Distances,
  type Form,
  grows,
  type Rows,
  type Squares,
  squaredDistances,
} from "./form.ts";
import { sizesOf } from "./rows.ts";
import { type Rule, unary } from "./rule.ts";

/** The number of features of points [N, D], where it is known. */
function widthOf(points: Value, rows: Rows | undefined): number | undefined {
  const declared = shapeOf(points)?.[1];
  const seen = rows && sizesOf(rows.rows)?.[1];
  return typeof declared === "number" ? declared : seen === 1 ? undefined : seen;
}

/** Rows whose one feature stands for all of them, spelled out; undefined where their number is not known. */
function widened(rows: Rows, width: number | undefined): Rows | undefined {
  const sizes = sizesOf(rows.rows);
  if (sizes === undefined) return undefined;
  if (sizes[1] === width) return rows;
  return width === undefined ? undefined : { ...rows, rows: expand(rows.rows, integers([sizes[0] ?? 1, width])) };
}

/** How the axes of a form change when this node reduces it along `kind`. */
function reduced(node: Node, form: Form, kind: Axis) {
  const axes = reducedAxes(node, form.axes.length);
  return axes && reduceAxes(form.axes, axes, kind, intOf(node, "keepdims", 1) === 1);
}

/** Σ over the features of factor · (scale · x + shift)², the sum divided by the number of features for a mean. */
function sumOfSquares(node: Node, { points, factor, of }: Squares, form: Form, mean: boolean): Distances | undefined {
  const axes = reduced(node, form, "features");
  const width = widthOf(points, of.shift);
  const divisor = mean ? width : 1;
  const shift = of.shift && widened(of.shift, width);
  if (axes === undefined || divisor === undefined || of.scale === 0 || (of.shift && shift === undefined))
    return undefined;
  return squaredDistances(node.values[0] as Value, {
    points,
    axes,
    squares: (factor * of.scale ** 2) / divisor,
    cross: shift && { factor: (2 * factor * of.scale * shift.factor) / divisor, rows: shift.rows },
  });
}

const squareOf = (form: Coordinates): Squares => ({
  kind: "squares",
  points: form.points,
  axes: form.axes,
  factor: 1,
  of: form,
});

/** Σ |x − μ| per centroid. */
function sumOfAbsolutes(node: Node, form: Coordinates): Form | undefined {
  const axes = reduced(node, form, "features");
  return axes?.includes("clusters")
    ? { kind: "unsupported", points: form.points, axes, measure: "manhattan" }
    : undefined;
}

/** One number per point from all its distances. */
function summary(node: Node, form: Form, nearest: (grows: boolean) => boolean): Form | undefined {
  if (form.kind === "unsupported") {
    const axes = reduced(node, form, "clusters") ?? reduced(node, form, "features");
    return axes && { ...form, axes };
  }
  const axes = reduced(node, form, "clusters");
  if (axes === undefined) return undefined;
  const { points } = form;
  if (form.kind === "distances" && form.cross)
    return { kind: "summary", points, axes, of: form, nearest: nearest(grows(form)) };
  return form.kind === "ordering"
    ? { kind: "summary", points, axes, of: form.of, nearest: nearest(form.grows) }
    : undefined;
}

const sum = (mean: boolean): Rule =>
  unary((form, node) => {
    if (form.kind === "squares") return sumOfSquares(node, form, form, mean);
    if (form.kind === "coordinates" && form.absolute) return sumOfAbsolutes(node, form);
    if (form.kind !== "products") return summary(node, form, () => false);
    const axes = reduced(node, form, "features");
    const cross = widened(form.cross, widthOf(form.points, form.cross));
    if (axes === undefined || cross === undefined || mean) return undefined;
    return squaredDistances(node.values[0] as Value, { points: form.points, axes, squares: 0, cross });
  });

const sumSquare: Rule = unary((form, node) =>
  form.kind === "coordinates" ? sumOfSquares(node, squareOf(form), form, false) : summary(node, form, () => false),
);

const norm: Rule = unary((form, node) => {
  if (form.kind !== "coordinates") return summary(node, form, () => false);
  const squared = sumOfSquares(node, squareOf(form), form, false);
  return squared && { ...squared, exponent: 0.5, core: { ...squared.core, exponent: 0.5 } };
});

const sumAbsolute: Rule = unary((form, node) =>
  form.kind === "coordinates" ? sumOfAbsolutes(node, form) : summary(node, form, () => false),
);

export const reductions: Readonly<Record<string, Rule>> = {
  ReduceL1: sumAbsolute,
  ReduceL2: norm,
  ReduceLogSumExp: unary((form, node) => summary(node, form, () => false)),
  ReduceMax: unary((form, node) => summary(node, form, (growing) => !growing)),
  ReduceMean: sum(true),
  ReduceMin: unary((form, node) => summary(node, form, (growing) => growing)),
  ReduceSum: sum(false),
  ReduceSumSquare: sumSquare,
};
