import { floatOf, intOf } from "../../graph/attributes.ts";
import { constantOf, integers, scalar } from "../../graph/node.ts";
import { positiveAxis } from "../../graph/shapes.ts";
import type { Node, Value } from "../../graph/value.ts";
import { reshape } from "../../ops/reshape.ts";
import { slice } from "../../ops/slice.ts";
import { transpose } from "../../ops/transpose.ts";
import type { Axes, Axis } from "./axes.ts";
import { type Augmented, type Distances, type Form, isNorm, type Norm, squaredDistances } from "./form.ts";
import { knownNumber } from "./known-number.ts";
import { parameterOf, sizesOf } from "./rows.ts";
import type { Read, Rule } from "./rule.ts";
import { scaled } from "./scaling.ts";
import { plusConstant, plusForm } from "./sums.ts";

/** A constant as a matrix: leading axes of size 1 are dropped; undefined for a vector or a batch of matrices. */
function matrixOf(value: Value | undefined): Value | undefined {
  const constant = parameterOf(value);
  const sizes = constant && sizesOf(constant);
  if (constant === undefined || sizes === undefined || sizes.length < 2) return undefined;
  if (sizes.length === 2) return constant;
  return sizes.slice(0, -2).every((size) => size === 1) ? reshape(constant, integers(sizes.slice(-2))) : undefined;
}

const withOnes = (axes: Axes, rank: number): Axes => [
  ...Array.from({ length: Math.max(0, rank - axes.length) }, (): Axis => "one"),
  ...axes,
];

/** form · rowsᵀ over the features, with `axes` the axes of the result. */
function contracted(form: Form, rows: Value, axes: Axes, out: Value): Form | undefined {
  const { points } = form;
  if (form.kind === "direction") return { kind: "unsupported", points, axes, measure: "cosine" };
  if (form.kind === "augmented") return unaugmented(form, rows, axes, out);
  if (form.kind !== "coordinates" || form.absolute || form.scale === 0) return undefined;
  return squaredDistances(out, { points, axes, squares: 0, cross: { factor: form.scale, rows } });
}

/** [s·x, ‖x‖², 1] · [A, 1, b]ᵀ: the columns of the constant that meet x are the cross term. */
function unaugmented({ points, parts }: Augmented, rows: Value, axes: Axes, out: Value): Distances | undefined {
  const width = sizesOf(rows)?.[1];
  const own = width === undefined ? 0 : width - (parts.length - 1);
  if (own < 1) return undefined;
  const at = parts.findIndex((part) => part !== "constant" && part.kind === "coordinates");
  const coordinates = parts[at];
  const norm = parts.find((part): part is Norm => part !== "constant" && isNorm(part));
  if (coordinates === undefined || coordinates === "constant" || coordinates.kind !== "coordinates") return undefined;
  return squaredDistances(out, {
    points,
    axes,
    squares: norm?.squares ?? 0,
    cross: { factor: coordinates.scale, rows: slice(rows, [at], [at + own], [1]) },
  });
}

/** Axes of a form whose features are contracted away and give place to the clusters. */
const replaced = (axes: Axes, at: number): Axes | undefined =>
  axes[at] === "features" && !axes.includes("clusters")
    ? axes.map((axis, i) => (i === at ? "clusters" : axis))
    : undefined;

const rankOfOperand = (value: Value | undefined): number => {
  const constant = parameterOf(value);
  return (constant && sizesOf(constant)?.length) ?? 0;
};

const matMul: Rule = ({ inputs: [a, b], values }, read) => {
  const out = values[0] as Value;
  const right = matrixOf(b);
  if (right !== undefined) {
    return [
      read(a).flatMap((form) => {
        const axes = replaced(form.axes, form.axes.length - 1);
        return (axes && contracted(form, transpose(right, [1, 0]), withOnes(axes, rankOfOperand(b)), out)) ?? [];
      }),
    ];
  }
  const left = matrixOf(a);
  if (left === undefined) return [];
  return [
    read(b).flatMap((form) => {
      const axes = replaced(form.axes, form.axes.length - 2);
      return (axes && contracted(form, left, withOnes(axes, rankOfOperand(a)), out)) ?? [];
    }),
  ];
};

/** The product of a Gemm before anything is added. */
function gemmProduct(node: Node, read: Read): readonly Form[] {
  const [a, b] = node.inputs;
  const [turnedA, turnedB] = [intOf(node, "transA", 0) === 1, intOf(node, "transB", 0) === 1];
  const out = node.values[0] as Value;
  const alpha = floatOf(node, "alpha", 1);
  const straight = (form: Form, turned: boolean): Axes => (turned ? form.axes.toReversed() : form.axes);
  const right = matrixOf(b);
  const left = matrixOf(a);
  const [data, turned, rows, at] =
    right !== undefined
      ? ([a, turnedA, turnedB ? right : transpose(right, [1, 0]), 1] as const)
      : ([b, turnedB, left && (turnedA ? transpose(left, [1, 0]) : left), 0] as const);
  if (rows === undefined) return [];
  return read(data).flatMap((form) => {
    const axes = form.axes.length === 2 ? replaced(straight(form, turned), at) : undefined;
    const product = axes && contracted(form, rows, axes, out);
    return (product && scaled(product, alpha, out)) ?? [];
  });
}

const gemm: Rule = (node, read) => {
  const product = gemmProduct(node, read);
  const addend = node.inputs[2];
  const beta = floatOf(node, "beta", 1);
  if (addend === undefined || beta === 0) return [product];
  const out = node.values[0] as Value;
  const number = knownNumber(addend);
  const constant = parameterOf(addend) ?? (number === undefined ? undefined : scalar(number));
  return [
    product.flatMap((form) => {
      if (constant !== undefined) return plusConstant(form, constant, Math.sign(beta), out) ?? [];
      return read(addend).flatMap((other) => {
        const term = scaled(other, beta, out);
        return (term && plusForm(form, term, 1, out)) ?? [];
      });
    }),
  ];
};

// Points, their norm and a column of ones are three; every part is held against every form of every other.
const mostParts = 16;

/** Columns beside the points: their norms, and constants. */
const concat: Rule = (node, read) => {
  if (node.inputs.length > mostParts) return [];
  const axisAttribute = intOf(node, "axis", 0);
  return [
    node.inputs.flatMap(read).flatMap((form): Form[] => {
      if (form.kind !== "coordinates" || form.shift !== undefined || form.absolute) return [];
      const last = form.axes.length - 1;
      if (positiveAxis(axisAttribute, form.axes.length) !== last || form.axes[last] !== "features") return [];
      const parts = node.inputs.map((value) => {
        if (constantOf(value) !== undefined || parameterOf(value) || knownNumber(value) !== undefined)
          return "constant";
        const own = read(value).filter(({ points }) => points === form.points);
        return own.find((each) => each === form) ?? own.find((each) => isNorm(each) && each.exponent === 1);
      });
      const known = parts.filter(
        (part): part is Augmented["parts"][number] =>
          part === "constant" || part === form || (part !== undefined && isNorm(part)),
      );
      const complete = known.length === parts.length && known.filter((part) => part === form).length === 1;
      return complete ? [{ kind: "augmented", points: form.points, axes: form.axes, parts: known }] : [];
    }),
  ];
};

/** The layer that CDist is imported as. */
const pairwiseDistance: Rule = ({ inputs: [x, centroids], values }) => {
  const rows = matrixOf(centroids);
  if (x === undefined || rows === undefined) return [];
  const cross = { factor: -2, rows };
  return [[squaredDistances(values[0] as Value, { points: x, axes: ["points", "clusters"], squares: 1, cross })]];
};

export const products: Readonly<Record<string, Rule>> = {
  Concat: concat,
  Gemm: gemm,
  MatMul: matMul,
  PairwiseDistance: pairwiseDistance,
};
