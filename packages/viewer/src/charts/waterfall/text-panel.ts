import * as Plot from "@observablehq/plot";
import type { RowExplanation } from "../../explanation/explain-row.ts";
import { clusterColor } from "../../theme/palette.ts";
import { rowPanel } from "../compose.ts";
import { truncate } from "../truncate.ts";
import type { WaterfallLayout } from "./layout.ts";
import type { WaterfallLine } from "./lines.ts";

/** Names, figures and headings: everything that is only text. */
export function textPanel(
  { cluster, competitor }: RowExplanation,
  lines: readonly WaterfallLine[],
  place: WaterfallLayout,
): SVGElement | HTMLElement {
  const { width, height, top } = place;
  const wide = place.figures.length > 0;
  const middle = (line: number) => top(line) + place.size / 2;
  const named = [
    ...lines.map((line, i) => ({ ...line, i })),
    { name: "evidence", i: lines.length, value: "", own: "", other: "", filled: false },
  ];
  const [valueEnd = width, ownEnd = 0, otherEnd = 0] = place.figures;
  const figureWidth = wide ? ownEnd - valueEnd : 0;
  const nameWidth = wide ? place.names : width * 0.5;
  const rowValue = (d: { value: string; filled: boolean }) => (d.filled ? `(${d.value})` : d.value);
  const figure = (end: number, text: (d: (typeof named)[number]) => string, options: Plot.TextOptions) =>
    Plot.text(named, {
      x: end,
      y: (d: { i: number }) => middle(d.i),
      text: (d: (typeof named)[number]) => truncate(text(d), figureWidth - 8),
      title: text,
      textAnchor: "end",
      fontSize: 12,
      fontVariant: "tabular-nums",
      ...options,
    });
  const headings = wide
    ? [
        { x: place.bars.x + 6, y: 14, text: "relevance, cumulating to the evidence", anchor: "start" },
        { x: place.strips.x + 6, y: 14, text: "all rows", anchor: "start" },
        { x: valueEnd, y: 14, text: "this row", anchor: "end" },
      ]
    : [
        { x: 6, y: 12, text: "relevance", anchor: "start" },
        { x: place.strips.x + 6, y: 12, text: "all rows, raw units", anchor: "start" },
      ];
  // Where the two centroids are named: above their figures, or above the strips.
  const keys = wide
    ? [
        { x: ownEnd, y: 14, cluster },
        { x: otherEnd, y: 14, cluster: competitor },
      ]
    : [
        { x: place.strips.x + 62, y: 30, cluster },
        { x: place.strips.x + 124, y: 30, cluster: competitor },
      ];
  return rowPanel({ width, height, top: 0 }, { type: "identity" }, [
    Plot.text(named, {
      x: wide ? place.names : 6,
      y: (d: { i: number }) => (wide ? middle(d.i) : top(d.i) - 10),
      text: (d: { name: string }) => truncate(d.name, nameWidth, 12.5),
      title: "name",
      fill: "var(--ink)",
      stroke: "var(--ground)",
      strokeWidth: 5,
      textAnchor: wide ? "end" : "start",
      fontSize: 12.5,
      fontWeight: 500,
    }),
    ...(wide
      ? [
          figure(valueEnd, rowValue, { fontWeight: 600 }),
          figure(ownEnd, (d) => d.own, { fill: "var(--muted)" }),
          figure(otherEnd, (d) => d.other, { fill: "var(--muted)" }),
        ]
      : [
          Plot.text(named, {
            x: width - 6,
            y: (d: { i: number }) => top(d.i) - 10,
            text: (d: (typeof named)[number]) => truncate(rowValue(d), width * 0.42),
            textAnchor: "end",
            fontWeight: 600,
            fontSize: 12,
          }),
        ]),
    ...(["start", "end"] as const).map((anchor) =>
      Plot.text(
        headings.filter((heading) => heading.anchor === anchor),
        { x: "x", y: "y", text: "text", textAnchor: anchor, fill: "var(--muted)", fontSize: 11 },
      ),
    ),
    Plot.text(keys, {
      x: "x",
      y: "y",
      text: (d: { cluster: number }) => `centroid ${d.cluster}`,
      textAnchor: "end",
      fill: "var(--muted)",
      fontSize: 11,
    }),
    Plot.ruleY(keys, {
      x1: (d: { x: number }) => d.x - 54,
      x2: (d: { x: number }) => d.x,
      y: (d: { y: number }) => d.y + 9,
      stroke: (d: { cluster: number }) => clusterColor(d.cluster),
      strokeWidth: 3,
    }),
  ]);
}
