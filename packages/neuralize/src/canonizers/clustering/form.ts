import type { Value } from "../../graph/value.ts";
import type { Axes } from "./axes.ts";

// What a value of the user's graph is known to be, as a function of points x [N, D]. Numbers are known when the graph
// is compiled; rows [K, D] (or [1, D]) are expressions of constants that the runtime folds. Constant terms that do
// not depend on the points need not be known: that they are ‖μ‖² is proved numerically.

/** scale · x + factor · rows, per feature; the sign is lost where `absolute`. */
export interface Coordinates {
  readonly kind: "coordinates";
  readonly points: Value;
  readonly axes: Axes;
  readonly scale: number;
  readonly shift: Rows | undefined;
  readonly absolute: boolean;
}

/** factor · rows, [K, D] or [1, D]. */
export interface Rows {
  readonly factor: number;
  readonly rows: Value;
}

/** factor · coordinates², per feature. */
export interface Squares {
  readonly kind: "squares";
  readonly points: Value;
  readonly axes: Axes;
  readonly factor: number;
  readonly of: Coordinates;
}

/** factor · x ∘ rows, per feature. */
export interface Products {
  readonly kind: "products";
  readonly points: Value;
  readonly axes: Axes;
  readonly cross: Rows;
}

/** (squares · ‖x‖² + factor · x·rowsᵀ + constants) to the power of `exponent`. */
export interface Distances {
  readonly kind: "distances";
  readonly points: Value;
  readonly axes: Axes;
  readonly squares: number;
  readonly cross: Rows | undefined;
  readonly exponent: number;
  /** The value of the graph that they were first seen as: squared, unless a norm computed them. */
  readonly core: Core;
}

export interface Core {
  readonly value: Value;
  readonly axes: Axes;
  readonly exponent: number;
}

/** The parts of a concatenation along the features, of which the widths are known but for the points'. */
export interface Augmented {
  readonly kind: "augmented";
  readonly points: Value;
  readonly axes: Axes;
  readonly parts: readonly (Coordinates | Norm | "constant")[];
}

/** A monotone function of distances: softmax(−d), exp(−d), 1/(1+d), … */
export interface Ordering {
  readonly kind: "ordering";
  readonly points: Value;
  readonly axes: Axes;
  readonly of: Distances;
  /** Whether it grows with the distance. */
  readonly grows: boolean;
}

/** One number per point computed from all its distances: the smallest, or a normaliser. */
export interface Summary {
  readonly kind: "summary";
  readonly points: Value;
  readonly axes: Axes;
  readonly of: Distances;
  /** Whether it is that of the nearest centroid. */
  readonly nearest: boolean;
}

/** Indices of the nearest (or farthest) centroids. */
export interface Assignment {
  readonly kind: "assignment";
  readonly points: Value;
  readonly axes: Axes;
  readonly of: Distances;
  readonly nearest: boolean;
  /** One per point, so that looking it up in a table names the cluster. */
  readonly single: boolean;
}

/** x / ‖x‖. */
export interface Direction {
  readonly kind: "direction";
  readonly points: Value;
  readonly axes: Axes;
}

/** Another measure of how near a centroid is, or anything computed from it. */
export interface Unsupported {
  readonly kind: "unsupported";
  readonly points: Value;
  readonly axes: Axes;
  readonly measure: "cosine" | "manhattan" | "weighted";
}

export type Form =
  | Coordinates
  | Squares
  | Products
  | Distances
  | Augmented
  | Ordering
  | Summary
  | Assignment
  | Direction
  | Unsupported;

/** Whether distances grow with ‖x − μ‖: without ‖x‖² the sign of the cross term says it. */
export const grows = ({ squares, cross }: Distances): boolean =>
  squares !== 0 ? squares > 0 : (cross?.factor ?? 0) < 0;

/** Distances as they leave a node: squared, and seen here first. */
export const squaredDistances = (
  value: Value,
  { points, axes, squares, cross }: Pick<Distances, "points" | "axes" | "squares" | "cross">,
): Distances => ({ kind: "distances", points, axes, squares, cross, exponent: 1, core: { value, axes, exponent: 1 } });

/** A monotone function of distances that grows with them, or falls. */
export const ordering = (of: Distances, axes: Axes, growing: boolean): Ordering => ({
  kind: "ordering",
  points: of.points,
  axes,
  of,
  grows: growing,
});

/** ‖x‖ to some power, without any centroid. */
export interface Norm extends Distances {
  readonly cross: undefined;
}

export const isNorm = (form: Form): form is Norm =>
  form.kind === "distances" && form.squares > 0 && form.cross === undefined;
