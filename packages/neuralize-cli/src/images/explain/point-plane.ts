import type { Matrix } from "neuralize";
import type { Projection } from "../../report/page-data.ts";
import { principalPlane, project } from "../../report/principal-components.ts";
import { decimalsFor, significant, withDecimals } from "../../report/rounding.ts";

/** More points than these say no more of the plane, and decomposing takes the square of them. */
const mostPoints = 1000;

/** The two principal components of a sample of points, with the centroids on them and a place for every point. */
export interface PointPlane {
  readonly projection: Projection;
  readonly project: (row: number) => readonly [number, number];
}

/** @param sample rows of `points` that it is computed on, of which the first thousand are taken */
export function pointPlane(points: Matrix, centroids: Matrix, sample: readonly number[]): PointPlane {
  const rowOf = ({ data, columns }: Matrix, row: number): Float64Array =>
    Float64Array.from(data.subarray(row * columns, (row + 1) * columns));
  const plane = principalPlane(
    sample.slice(0, mostPoints).map((row) => rowOf(points, row)),
    points.columns,
  );
  const places = Array.from({ length: centroids.rows }, (_, k) => project(plane, rowOf(centroids, k)));
  const extent = places.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const decimals = decimalsFor(extent) - 3;
  const shown = ([x, y]: readonly [number, number]) => [withDecimals(x, decimals), withDecimals(y, decimals)] as const;
  return {
    projection: {
      explained: [significant(plane.explained[0]), significant(plane.explained[1])],
      centroids: places.map(shown),
    },
    project: (row) => shown(project(plane, rowOf(points, row))),
  };
}
