import * as Plot from "@observablehq/plot";
import { decoded, encodedRow } from "../data/columns.ts";
import type { RowExplanation } from "../explanation/explain-row.ts";
import type { WaterfallBar } from "../explanation/waterfall.ts";
import type { ReportColumn, ReportData } from "../report-data.ts";
import {
  decimalsFor,
  formatNumber,
  formatShare,
  formatSigned,
  formatSignedDecimals,
  roundsToZero,
} from "../text/numbers.ts";
import { formatStatistic, formatValue } from "../text/values.ts";
import { clusterColor, signColor } from "../theme/palette.ts";
import { compose, rowPanel } from "./compose.ts";
import { centroidValue, type Strip, strip } from "./strip.ts";
import { truncate } from "./truncate.ts";

/** One line of the chart: a bar, and what its column holds for this row and for both centroids. */
export interface WaterfallLine extends WaterfallBar {
  readonly name: string;
  readonly column?: ReportColumn;
  /** As shown; "was missing" is said by `filled`. */
  readonly value: string;
  readonly filled: boolean;
  readonly raw: number | string | null;
  readonly own: string;
  readonly other: string;
}

/** What stands beside each bar, in raw units (categories: the share of the cluster's rows). */
export function waterfallLines(
  data: ReportData,
  explanation: RowExplanation,
  bars: readonly WaterfallBar[],
): readonly WaterfallLine[] {
  const encoded = encodedRow(data, explanation.index);
  return bars.map((bar) => {
    const [index] = bar.columns;
    const column = bar.columns.length === 1 && index !== undefined ? data.columns[index] : undefined;
    if (column === undefined || index === undefined) {
      return {
        ...bar,
        name: `other ${bar.columns.length} columns`,
        value: "",
        filled: false,
        raw: null,
        own: "",
        other: "",
      };
    }
    const raw = data.rows.raw[index]?.[explanation.index] ?? null;
    const filled = raw === null;
    const shown = raw ?? (column.kind === "category" ? null : decoded(column, encoded));
    const centroid = (cluster: number) => {
      const value = centroidValue(column, data.centroids[cluster] ?? []);
      if (value !== undefined) return formatStatistic(column, value);
      const share = raw === null ? undefined : categoryShare(data, cluster, index, String(raw));
      return share === undefined ? "" : formatShare(share);
    };
    return {
      ...bar,
      name: column.name,
      column,
      value: shown === null ? "missing" : formatValue(column, shown),
      filled,
      raw: shown,
      own: centroid(explanation.cluster),
      other: centroid(explanation.competitor),
    };
  });
}

function shares(data: ReportData, cluster: number, column: number): readonly number[] {
  const profile = data.clusters[cluster]?.profile[column];
  return profile !== undefined && "shares" in profile ? profile.shares : [];
}

function categoryShare(data: ReportData, cluster: number, column: number, category: string): number | undefined {
  return shares(data, cluster, column)[data.columns[column]?.categories?.indexOf(category) ?? -1];
}

interface Layout {
  readonly header: number;
  readonly pitch: number;
  /** Top and height of the drawn part within a line. */
  readonly top: number;
  readonly size: number;
  readonly names: number;
  readonly bars: { readonly x: number; readonly width: number };
  readonly strips: { readonly x: number; readonly width: number };
  /** Left edges of the three columns of figures; none where there is no room beside the strips. */
  readonly figures: readonly number[];
}

/** Beside each other where there is room, else every name above its bar. */
function layout(width: number): Layout {
  if (width < 600) {
    const bars = Math.round(width * 0.55);
    const strips = { x: bars + 12, width: width - bars - 12 };
    return { header: 40, pitch: 58, top: 22, size: 24, names: width, bars: { x: 0, width: bars }, strips, figures: [] };
  }
  const names = Math.round(Math.min(190, width * 0.19));
  const figure = Math.round(Math.min(84, Math.max(70, width * 0.09)));
  const rest = width - names - 3 * figure - 30;
  const bars = { x: names + 6, width: Math.round(rest * 0.62) };
  const strips = { x: bars.x + bars.width + 14, width: rest - Math.round(rest * 0.62) };
  const right = width - 3 * figure;
  return {
    header: 52,
    pitch: 36,
    top: 5,
    size: 25,
    names,
    bars,
    strips,
    figures: [0, 1, 2].map((i) => right + (i + 1) * figure),
  };
}

/**
 * Why a row is where it is: bars of relevance that begin at 0, cumulate and end at the evidence, each beside the
 * distribution of its column with both centroids and the row's own value.
 */
export function waterfallChart(
  data: ReportData,
  explanation: RowExplanation,
  lines: readonly WaterfallLine[],
  width: number,
): SVGSVGElement {
  const place = layout(width);
  const { cluster, competitor, evidence } = explanation;
  const top = (line: number) => place.header + line * place.pitch + place.top;
  const height = place.header + (lines.length + 1) * place.pitch;
  const wide = place.figures.length > 0;

  const bars = lines.map((line, i) => ({
    ...line,
    y1: top(i) + 3,
    y2: top(i) + place.size - 3,
    next: top(i + 1) + place.size - 3,
  }));
  const total = {
    name: "evidence",
    relevance: evidence,
    start: 0,
    end: evidence,
    y1: top(lines.length) + 3,
    y2: top(lines.length) + place.size - 3,
  };
  const reach = [0, evidence, ...lines.flatMap(({ start, end }) => [start, end])];
  const lowest = Math.min(...reach);
  const highest = Math.max(...reach);
  const room = wide ? 46 : 42;
  const decimals = decimalsFor(Math.max(...lines.map(({ relevance }) => Math.abs(relevance)), Math.abs(evidence) / 10));
  const values = [...bars, total];
  const valueText = (sign: 1 | -1) =>
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
  const barPanel = rowPanel(
    { width: place.bars.width, height, top: place.header, left: crowded ? room : 6, right: room + 6 },
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
      valueText(1),
      valueText(-1),
    ],
  );

  const strips = lines.flatMap((line, i) => {
    if (line.column === undefined) return [];
    const centroids = [cluster, competitor].flatMap(
      (k) => centroidValue(line.column as ReportColumn, data.centroids[k] ?? []) ?? [],
    );
    const marked = typeof line.raw === "number" ? [line.raw, ...centroids] : centroids;
    return [{ line, column: line.columns[0] ?? 0, strip: strip(line.column, marked), base: top(i) + place.size }];
  });
  const ground = strips.flatMap(({ strip, base }) =>
    strip.bars.map((bar) => ({ ...bar, y1: base - bar.height * place.size, y2: base })),
  );
  const ticks = strips.flatMap((entry) => [
    ...centroidTicks(data, entry, competitor, place.size, "right"),
    ...centroidTicks(data, entry, cluster, place.size, "left"),
  ]);
  const dots = strips.flatMap(({ line, strip, base }) => {
    const x = line.raw === null ? undefined : strip.place(line.raw);
    return x === undefined ? [] : [{ x, y: base, filled: line.filled, title: stripTitle(line, cluster, competitor) }];
  });
  const stripPanel = rowPanel(
    { width: place.strips.width, height, top: place.header, left: 6, right: 6 },
    { domain: [0, 1] },
    [
      Plot.rect(ground, {
        x1: "x1",
        x2: "x2",
        y1: "y1",
        y2: "y2",
        fill: "var(--distribution)",
        title: "title",
        inset: 0,
      }),
      Plot.ruleY(strips, { y: "base", x1: 0, x2: 1, stroke: "var(--rule)" }),
      Plot.ruleX(ticks.filter(isVertical), { x: "x", y1: "y1", y2: "y2", stroke: "color", strokeWidth: 3 }),
      Plot.ruleY(ticks.filter(isHorizontal), { y: "y", x1: "x1", x2: "x2", stroke: "color", strokeWidth: 3 }),
      Plot.dot(dots, {
        x: "x",
        y: "y",
        r: 4.5,
        fill: (d: { filled: boolean }) => (d.filled ? "var(--ground)" : "var(--ink)"),
        stroke: (d: { filled: boolean }) => (d.filled ? "var(--ink)" : "var(--ground)"),
        strokeWidth: 1.5,
        title: "title",
      }),
    ],
  );

  return compose(width, height, label(explanation, lines), [
    { x: place.bars.x, y: 0, plot: barPanel },
    { x: place.strips.x, y: 0, plot: stripPanel },
    { x: 0, y: 0, plot: textPanel(explanation, lines, place, width, height, top) },
  ]);
}

interface VerticalTick {
  readonly x: number;
  readonly y1: number;
  readonly y2: number;
  readonly color: string;
}
interface HorizontalTick {
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
  readonly color: string;
}
const isVertical = (tick: VerticalTick | HorizontalTick): tick is VerticalTick => "y1" in tick;
const isHorizontal = (tick: VerticalTick | HorizontalTick): tick is HorizontalTick => "y" in tick;

/** A centroid on a strip: a tick at its value, or for categories one at the share of each. */
function centroidTicks(
  data: ReportData,
  entry: { readonly line: WaterfallLine; readonly column: number; readonly strip: Strip; readonly base: number },
  cluster: number,
  size: number,
  half: "left" | "right",
): readonly (VerticalTick | HorizontalTick)[] {
  const { line, strip, base } = entry;
  if (line.column === undefined) return [];
  const color = clusterColor(cluster);
  const value = centroidValue(line.column, data.centroids[cluster] ?? []);
  const x = value === undefined ? undefined : strip.place(value);
  if (x !== undefined) return [{ x, y1: base - size, y2: base, color }];
  const column = data.columns.indexOf(line.column);
  return shares(data, cluster, column).flatMap((share, i) => {
    const bar = strip.bars[i];
    if (bar === undefined) return [];
    const middle = (bar.x1 + bar.x2) / 2;
    const [x1, x2] = half === "left" ? [bar.x1, middle] : [middle, bar.x2];
    return [{ x1, x2, y: base - strip.height(share) * (size - 2), color }];
  });
}

/** Names, figures and headings: everything that is only text. */
function textPanel(
  { cluster, competitor }: RowExplanation,
  lines: readonly WaterfallLine[],
  place: Layout,
  width: number,
  height: number,
  top: (line: number) => number,
): SVGElement | HTMLElement {
  const wide = place.figures.length > 0;
  const middle = (line: number) => top(line) + place.size / 2 + (wide ? 0 : 0);
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

const barTitle = (line: WaterfallLine) =>
  `${line.name}: ${formatSigned(line.relevance)} (from ${formatNumber(line.start)} to ${formatNumber(line.end)})`;

const stripTitle = (line: WaterfallLine, cluster: number, competitor: number) =>
  [
    `${line.name}: ${line.value}${line.filled ? " (filled, was missing)" : ""}`,
    `centroid ${cluster}: ${line.own}`,
    `centroid ${competitor}: ${line.other}`,
  ].join("\n");

const label = ({ evidence }: RowExplanation, lines: readonly WaterfallLine[]) =>
  `Waterfall of relevance: ${lines.map(({ name, relevance }) => `${name} ${formatSigned(relevance)}`).join(", ")}; together the evidence, ${formatSigned(evidence)}.`;
