import * as Plot from "@observablehq/plot";
import type { RowExplanation } from "../../explanation/explain-row.ts";
import type { ReportData } from "../../report-data.ts";
import { clusterColor } from "../../theme/palette.ts";
import { rowPanel } from "../compose.ts";
import { centroidValue, type Strip, strip } from "../strip.ts";
import type { WaterfallLayout } from "./layout.ts";
import { sharesOf, type WaterfallLine } from "./lines.ts";

/** Beside each bar the distribution of its column, with both centroids and the row's own value. */
export function stripPanel(
  data: ReportData,
  { cluster, competitor }: RowExplanation,
  lines: readonly WaterfallLine[],
  place: WaterfallLayout,
): SVGElement | HTMLElement {
  const { size } = place;
  const strips = lines.flatMap((line, i): StripLine[] => {
    const { column } = line;
    if (column === undefined) return [];
    const centroids = [cluster, competitor].flatMap((k) => centroidValue(column, data.centroids[k] ?? []) ?? []);
    const marked = typeof line.raw === "number" ? [line.raw, ...centroids] : centroids;
    return [{ line, strip: strip(column, marked), base: place.top(i) + size }];
  });
  const ground = strips.flatMap(({ strip, base }) =>
    strip.bars.map((bar) => ({ ...bar, y1: base - bar.height * size, y2: base })),
  );
  const ticks = strips.flatMap((entry) => [
    ...centroidTicks(data, entry, competitor, size, "right"),
    ...centroidTicks(data, entry, cluster, size, "left"),
  ]);
  const dots = strips.flatMap(({ line, strip, base }) => {
    const x = line.raw === null ? undefined : strip.place(line.raw);
    return x === undefined ? [] : [{ x, y: base, filled: line.filled, title: stripTitle(line, cluster, competitor) }];
  });
  return rowPanel(
    { width: place.strips.width, height: place.height, top: place.header, left: 6, right: 6 },
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
}

interface StripLine {
  readonly line: WaterfallLine;
  readonly strip: Strip;
  /** Lower edge, in pixels. */
  readonly base: number;
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
  { line, strip, base }: StripLine,
  cluster: number,
  size: number,
  half: "left" | "right",
): readonly (VerticalTick | HorizontalTick)[] {
  if (line.column === undefined) return [];
  const color = clusterColor(cluster);
  const value = centroidValue(line.column, data.centroids[cluster] ?? []);
  const x = value === undefined ? undefined : strip.place(value);
  if (x !== undefined) return [{ x, y1: base - size, y2: base, color }];
  return sharesOf(data, cluster, data.columns.indexOf(line.column)).flatMap((share, i) => {
    const bar = strip.bars[i];
    if (bar === undefined) return [];
    const middle = (bar.x1 + bar.x2) / 2;
    const [x1, x2] = half === "left" ? [bar.x1, middle] : [middle, bar.x2];
    return [{ x1, x2, y: base - strip.height(share) * (size - 2), color }];
  });
}

const stripTitle = (line: WaterfallLine, cluster: number, competitor: number) =>
  [
    `${line.name}: ${line.value}${line.filled ? " (filled, was missing)" : ""}`,
    `centroid ${cluster}: ${line.own}`,
    `centroid ${competitor}: ${line.other}`,
  ].join("\n");
