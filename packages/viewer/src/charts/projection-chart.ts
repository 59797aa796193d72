import * as Plot from "@observablehq/plot";
import type { Projection } from "../report-data.ts";
import { formatShare } from "../text/numbers.ts";
import { clusterColor, clusterInk, clusterSymbol } from "../theme/palette.ts";

/** What a map shows: rows of a table, or pictures. */
export interface MappedRows {
  readonly noun: "rows" | "pictures";
  /** Of each row: its cluster, and its place [x0, y0, x1, y1, ...]. */
  readonly cluster: readonly number[];
  readonly projected: readonly number[];
  readonly projection: Projection;
}

export interface ProjectionChart {
  readonly svg: SVGSVGElement;
  /** Where the rows stand, in pixels of the chart: [x0, y0, x1, y1, ...]. */
  readonly positions: Float64Array;
}

const margin = { top: 22, right: 12, bottom: 34, left: 34 };

/** The rows on the first two principal components, both axes to the same scale. */
export function projectionChart(rows: MappedRows, borderline: ReadonlySet<number>, width: number): ProjectionChart {
  const { projection } = rows;
  const points = rows.cluster.map((cluster, index) => ({
    x: rows.projected[2 * index] ?? 0,
    y: rows.projected[2 * index + 1] ?? 0,
    cluster,
    borderline: borderline.has(index),
  }));
  const centroids = projection.centroids.map(([x, y], cluster) => ({ x, y, cluster }));
  const everything = [...points, ...centroids];
  const xs = range(everything.map(({ x }) => x));
  const ys = range(everything.map(({ y }) => y));
  const inner = width - margin.left - margin.right;
  const wanted = (inner * (ys[1] - ys[0])) / (xs[1] - xs[0]);
  const height = Math.min(Math.max(wanted, 0.5 * inner), 0.9 * inner);
  const unit = Math.max((xs[1] - xs[0]) / inner, (ys[1] - ys[0]) / height);
  const radius = points.length > 1500 ? 2.2 : points.length > 400 ? 2.8 : 3.4;
  const axis = (which: "first" | "second", share: number) =>
    `${which} principal component, ${formatShare(share)} of the variance`;

  const plot = Plot.plot({
    width,
    height: height + margin.top + margin.bottom,
    marginTop: margin.top,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    marginLeft: margin.left,
    x: { domain: centred(xs, unit * inner) },
    y: { domain: centred(ys, unit * height) },
    symbol: { type: "identity" } as Plot.ScaleOptions,
    marks: [
      Plot.gridX({ stroke: "var(--hairline)", strokeOpacity: 1, ticks: 5 }),
      Plot.gridY({ stroke: "var(--hairline)", strokeOpacity: 1, ticks: 5 }),
      Plot.axisX({
        ticks: 5,
        tickSize: 0,
        fill: "var(--muted)",
        fontSize: 11,
        label: `${axis("first", projection.explained[0])} →`,
        labelAnchor: "right",
      }),
      Plot.axisY({ ticks: 5, tickSize: 0, fill: "var(--muted)", fontSize: 11, label: null }),
      Plot.dot(points, {
        x: "x",
        y: "y",
        r: radius,
        symbol: (d: { cluster: number }) => clusterSymbol(d.cluster),
        fill: (d: (typeof points)[number]) => (d.borderline ? "var(--ground)" : clusterColor(d.cluster)),
        stroke: (d: { cluster: number }) => clusterColor(d.cluster),
        strokeWidth: 1.6,
        fillOpacity: 0.85,
      }),
      Plot.dot(centroids, {
        x: "x",
        y: "y",
        r: 10,
        symbol: (d: { cluster: number }) => clusterSymbol(d.cluster),
        fill: (d: { cluster: number }) => clusterColor(d.cluster),
        stroke: "var(--ground)",
        strokeWidth: 2,
      }),
      Plot.text(centroids, {
        x: "x",
        y: "y",
        text: (d: { cluster: number }) => String(d.cluster),
        fill: (d: { cluster: number }) => clusterInk(d.cluster),
        fontWeight: 700,
        fontSize: 12,
      }),
      Plot.text([`↑ ${axis("second", projection.explained[1])}`], {
        frameAnchor: "top-left",
        dx: 6 - margin.left,
        dy: 4 - margin.top,
        fill: "var(--muted)",
        fontSize: 11,
      }),
    ],
  });
  const svg = plot as SVGSVGElement;
  svg.querySelector("style")?.remove();
  svg.setAttribute("role", "img");
  svg.setAttribute("font-family", "inherit");
  svg.setAttribute(
    "aria-label",
    `Map of ${points.length} ${rows.noun} on two principal components, which explain ${formatShare(projection.explained[0] + projection.explained[1])} of the variance. All ${rows.noun} can also be reached in the list.`,
  );
  const x = plot.scale("x");
  const y = plot.scale("y");
  const positions = new Float64Array(2 * points.length);
  points.forEach((point, i) => {
    positions[2 * i] = x?.apply(point.x) ?? 0;
    positions[2 * i + 1] = y?.apply(point.y) ?? 0;
  });
  return { svg, positions };
}

/** The row within reach of a place on the chart, nearest first; undefined if there is none. */
export function nearestRow(positions: Float64Array, x: number, y: number, reach: number): number | undefined {
  let nearest: number | undefined;
  let smallest = reach ** 2;
  for (let i = 0; 2 * i < positions.length; i++) {
    const distance = ((positions[2 * i] ?? 0) - x) ** 2 + ((positions[2 * i + 1] ?? 0) - y) ** 2;
    if (distance <= smallest) {
      smallest = distance;
      nearest = i;
    }
  }
  return nearest;
}

/** Smallest and largest, widened a little; never empty. */
function range(values: readonly number[]): readonly [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const slack = high > low ? 0.04 * (high - low) : 1;
  return [low - slack, high + slack];
}

const centred = ([low, high]: readonly [number, number], length: number): [number, number] => [
  (low + high - length) / 2,
  (low + high + length) / 2,
];
