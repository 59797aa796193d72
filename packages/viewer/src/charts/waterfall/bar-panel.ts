import * as Plot from "@observablehq/plot";
import type { WaterfallBar } from "../../explanation/waterfall.ts";
import { decimalsFor, formatNumber, formatSigned, formatSignedDecimals, roundsToZero } from "../../text/numbers.ts";
import { signColor } from "../../theme/palette.ts";
import { rowPanel } from "../compose.ts";
import type { WaterfallLayout } from "./layout.ts";
import type { WaterfallLine } from "./lines.ts";

/** Bars that begin at 0, cumulate and end at the evidence. */
export function barPanel(
  evidence: number,
  lines: readonly WaterfallLine[],
  place: WaterfallLayout,
): SVGElement | HTMLElement {
  const wide = place.figures.length > 0;
  const edges = (line: number) => ({ y1: place.top(line) + 3, y2: place.top(line) + place.size - 3 });
  const bars = lines.map((line, i) => ({ ...line, ...edges(i), next: edges(i + 1).y2 }));
  const total = { name: "evidence", relevance: evidence, start: 0, end: evidence, ...edges(lines.length) };
  const values = [...bars, total];
  const reach = [0, evidence, ...lines.flatMap(({ start, end }) => [start, end])];
  const [lowest, highest] = [Math.min(...reach), Math.max(...reach)];
  const room = wide ? 46 : 42;
  const decimals = decimalsFor(Math.max(...lines.map(({ relevance }) => Math.abs(relevance)), Math.abs(evidence) / 10));
  const figures = (sign: 1 | -1) =>
    Plot.text(
      values.filter(({ relevance }) => (relevance < 0 && !roundsToZero(relevance, decimals) ? -1 : 1) === sign),
      {
        x: (d: WaterfallBar) => (sign > 0 ? Math.max(d.start, d.end) : Math.min(d.start, d.end)),
        y: (d: { y1: number; y2: number }) => (d.y1 + d.y2) / 2,
        text: (d: WaterfallBar) => formatSignedDecimals(d.relevance, decimals),
        textAnchor: sign > 0 ? "start" : "end",
        dx: sign * 5,
        fontSize: 12,
        fill: "var(--ink)",
        stroke: "var(--ground)",
        strokeWidth: 4,
        fontVariant: "tabular-nums",
      },
    );
  // A negative bar has its figure on the left, where the names end.
  const crowded = lines.some(
    ({ relevance, start, end }) => relevance < 0 && Math.min(start, end) - lowest < 0.18 * (highest - lowest),
  );
  // Broken where names stand above their bars, so that it does not cross them out.
  const zeroLine = wide
    ? [{ y1: place.header, y2: total.y2 + 3 }]
    : values.map(({ y1, y2 }) => ({ y1: y1 - 3, y2: y2 + 3 }));
  return rowPanel(
    {
      width: place.bars.width,
      height: place.height,
      top: place.header,
      left: crowded ? room : 6,
      right: room + 6,
    },
    { domain: lowest === highest ? [0, 1] : [lowest, highest] },
    [
      Plot.gridX({ ticks: 4, stroke: "var(--hairline)", strokeOpacity: 1 }),
      Plot.axisX({ anchor: "top", ticks: 4, tickSize: 0, label: null, fill: "var(--muted)", fontSize: 11 }),
      Plot.ruleX(bars, { x: "end", y1: "y1", y2: "next", stroke: "var(--muted)", strokeWidth: 1 }),
      Plot.rect(bars, {
        x1: "start",
        x2: "end",
        y1: "y1",
        y2: "y2",
        fill: (d: WaterfallBar) => signColor(d.relevance),
        title: barTitle,
      }),
      Plot.rect([total], { x1: "start", x2: "end", y1: "y1", y2: "y2", fill: "var(--ink)" }),
      Plot.ruleX(zeroLine, { x: 0, y1: "y1", y2: "y2", stroke: "var(--ink)" }),
      figures(1),
      figures(-1),
    ],
  );
}

const barTitle = (line: WaterfallLine) =>
  `${line.name}: ${formatSigned(line.relevance)} (from ${formatNumber(line.start)} to ${formatNumber(line.end)})`;
