import * as Plot from "@observablehq/plot";
import type { KSelection } from "../report-data.ts";
import { formatNumber } from "../text/numbers.ts";

/** Less than this is no difference that a chart should make look large. */
const narrowest = 0.05;

function shownRange(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const missing = Math.max(0, narrowest - (high - low));
  return [low - missing / 2, high + missing / 2];
}

/** Mean silhouette over the numbers of clusters that were tried. */
export function selectionChart({ curve, chosen }: KSelection, width: number): SVGSVGElement {
  const best = curve.filter(({ k }) => k === chosen);
  const tried = curve.map(({ k }) => k);
  const [least, most] = [Math.min(...tried), Math.max(...tried)];
  const plot = Plot.plot({
    width,
    height: Math.min(260, Math.max(180, width * 0.4)),
    marginLeft: 40,
    marginRight: 48,
    // The chosen k is written above its point, which may be the highest and stand next to the axis.
    marginTop: 44,
    marginBottom: 36,
    x: { domain: [least, most], label: "number of clusters k →" },
    y: { domain: shownRange(curve.map(({ silhouette }) => silhouette)), label: "↑ mean silhouette", nice: true },
    marks: [
      Plot.gridY({ stroke: "var(--hairline)", strokeOpacity: 1, ticks: 4 }),
      Plot.axisY({ ticks: 4, tickSize: 0, fill: "var(--muted)", fontSize: 11, label: "↑ mean silhouette" }),
      Plot.axisX({
        interval: 1,
        tickSize: 0,
        fill: "var(--muted)",
        fontSize: 11,
        tickFormat: String,
        label: "number of clusters k →",
      }),
      Plot.line(curve, { x: "k", y: "silhouette", stroke: "var(--muted)" }),
      Plot.dot(curve, {
        x: "k",
        y: "silhouette",
        r: 3.5,
        fill: "var(--ground)",
        stroke: "var(--muted)",
        title: (d: { k: number; silhouette: number }) => `k = ${d.k}: ${formatNumber(d.silhouette)}`,
      }),
      Plot.dot(best, { x: "k", y: "silhouette", r: 5, fill: "var(--ink)" }),
      Plot.text(best, {
        x: "k",
        y: "silhouette",
        text: (d: { k: number; silhouette: number }) => `k = ${d.k}, ${formatNumber(d.silhouette)}`,
        dy: -13,
        // At an end of the axis it stays inside of the chart.
        textAnchor: least === most ? "middle" : chosen === least ? "start" : chosen === most ? "end" : "middle",
        fontWeight: 600,
        fontSize: 12,
      }),
    ],
  }) as SVGSVGElement;
  plot.querySelector("style")?.remove();
  plot.setAttribute("role", "img");
  plot.setAttribute("font-family", "inherit");
  plot.setAttribute(
    "aria-label",
    `Mean silhouette by number of clusters: ${curve.map(({ k, silhouette }) => `${k}: ${formatNumber(silhouette)}`).join(", ")}; chosen ${chosen}.`,
  );
  return plot;
}
