import type { Distances, Form } from "./form.ts";
import { sizesOf } from "./rows.ts";

export const sameCentroids = (a: Distances, b: Distances): boolean =>
  a.points === b.points && a.cross?.rows === b.cross?.rows;

/** The distances whose order a value shows, if it is one that tells the nearest centroid. */
export function orderOf(form: Form): Distances | undefined {
  if (form.kind === "distances") return form;
  if (form.kind === "ordering") return form.of;
  return (form.kind === "assignment" || form.kind === "summary") && form.nearest ? form.of : undefined;
}

/** [K, D] of what would be the centroids. */
export const sizeOf = ({ cross }: Distances): readonly number[] => (cross && sizesOf(cross.rows)) ?? [];

/**
 * Squared norms and a cross term with several centroids. An assignment does not need ‖x‖²; but without it a linear
 * classifier looks the same, so that a factor of ±2 must be seen.
 */
export function isClustering(distances: Distances): boolean {
  const { squares, cross, core } = distances;
  if (cross === undefined || !core.axes.includes("clusters") || !core.axes.includes("points")) return false;
  const [clusters = 0] = sizeOf(distances);
  return (squares !== 0 || Math.abs(cross.factor) === 2) && clusters > 1;
}
