import * as Plot from "@observablehq/plot";
import { leadingColumns } from "../explanation/leading-columns.ts";
import type { ClusterProfile, ReportCluster, ReportColumn, ReportData } from "../report-data.ts";
import { decimalsFor, formatShare, formatSigned, formatSignedDecimals, roundsToZero } from "../text/numbers.ts";
import { formatStatistic } from "../text/values.ts";
import { clusterColor, signColor } from "../theme/palette.ts";
import { compose, rowPanel } from "./compose.ts";
import { strip } from "./strip.ts";
import { truncate } from "./truncate.ts";

export interface ClusterLine {
  readonly column: ReportColumn;
  readonly relevance: number;
  readonly profile: ClusterProfile;
  /** What members look like, and the whole, as one figure each. */
  readonly members: string;
  readonly whole: string;
}

/** The leading columns of a cluster by |mean relevance|: what drives membership, and how members look there. */
export function clusterLines(data: ReportData, cluster: ReportCluster, count: number): readonly ClusterLine[] {
  return leadingColumns(cluster.meanRelevance, count).flatMap((index) => {
    const column = data.columns[index];
    const profile = cluster.profile[index];
    if (column === undefined || profile === undefined) return [];
    return [{ column, relevance: cluster.meanRelevance[index] ?? 0, profile, ...figures(column, profile) }];
  });
}

function figures(column: ReportColumn, profile: ClusterProfile): { readonly members: string; readonly whole: string } {
  const { distribution } = column;
  if ("mean" in profile && "mean" in distribution) {
    return { members: formatStatistic(column, profile.mean), whole: formatStatistic(column, distribution.mean) };
  }
  if (!("shares" in profile) || !("counts" in distribution)) return { members: "", whole: "" };
  const all = distribution.counts.reduce((a, b) => a + b, 0);
  const most = profile.shares.indexOf(Math.max(...profile.shares));
  return {
    members: `${truncate(column.categories?.[most] ?? "", 90)}: ${formatShare(profile.shares[most] ?? 0)}`,
    whole: formatShare(all === 0 ? 0 : (distribution.counts[most] ?? 0) / all),
  };
}

/**
 * Signed mean relevance of the leading columns on the left, the members' profile on the right.
 * @param target the cluster that relevance speaks for, where it is not each row's own
 */
export function clusterChart(
  cluster: number,
  lines: readonly ClusterLine[],
  width: number,
  target?: number,
): SVGSVGElement {
  const wide = width >= 460;
  const header = 38;
  const pitch = wide ? 32 : 48;
  const size = 22;
  const names = wide ? Math.round(Math.min(150, width * 0.25)) : width;
  const figure = wide ? Math.round(Math.min(74, width * 0.13)) : 0;
  const left = wide ? names + 8 : 0;
  const drawn = width - left - 2 * figure - (wide ? 6 : 0);
  const half = Math.round(drawn * (wide ? 0.5 : 0.48));
  const stripLeft = left + half + 16;
  const stripWidth = drawn - half - 16;
  const top = (i: number) => header + i * pitch + (wide ? 3 : 18);
  const height = header + lines.length * pitch + 4;
  const color = clusterColor(cluster);
  const low = Math.min(0, ...lines.map(({ relevance }) => relevance));
  const high = Math.max(0, ...lines.map(({ relevance }) => relevance));
  const decimals = decimalsFor(Math.max(-low, high));

  const bars = lines.map((line, i) => ({ ...line, y1: top(i) + 3, y2: top(i) + size - 3, y: top(i) + size / 2 }));
  const value = (sign: 1 | -1) =>
    Plot.text(
      bars.filter(({ relevance }) => (relevance < 0 && !roundsToZero(relevance, decimals) ? -1 : 1) === sign),
      {
        x: "relevance",
        y: "y",
        text: (d: ClusterLine) => formatSignedDecimals(d.relevance, decimals),
        textAnchor: sign > 0 ? "start" : "end",
        dx: sign * 4,
        fontSize: 11.5,
        fontVariant: "tabular-nums",
      },
    );
  const barPanel = rowPanel(
    { width: half, height, top: header, left: low < 0 ? 36 : 2, right: 42 },
    { domain: low === high ? [0, 1] : [low, high] },
    [
      Plot.rect(bars, {
        x1: 0,
        x2: "relevance",
        y1: "y1",
        y2: "y2",
        fill: (d: ClusterLine) => signColor(d.relevance),
        title: (d: ClusterLine) => `${d.column.name}: mean relevance ${formatSigned(d.relevance)}`,
      }),
      Plot.ruleX(bars, {
        x: 0,
        y1: (d: { y1: number }) => d.y1 - 2,
        y2: (d: { y2: number }) => d.y2 + 2,
        stroke: "var(--ink)",
      }),
      value(1),
      value(-1),
    ],
  );

  const strips = lines.map((line, i) => ({ line, strip: strip(line.column), base: top(i) + size }));
  const ground = strips.flatMap(({ strip, base }) =>
    strip.bars.map((bar) => ({ ...bar, y1: base - bar.height * size, y2: base })),
  );
  const numbers = strips.flatMap(({ line, strip, base }) => {
    if (!("mean" in line.profile)) return [];
    const [lower, upper] = line.profile.quartiles.map((quartile) => strip.place(quartile) ?? 0);
    return [{ x1: lower ?? 0, x2: upper ?? 0, mean: strip.place(line.profile.mean) ?? 0, y: base, y1: base - size }];
  });
  const categories = strips.flatMap(({ line, strip, base }) => {
    if (!("shares" in line.profile)) return [];
    return line.profile.shares.flatMap((share, k) => {
      const bar = strip.bars[k];
      return bar === undefined ? [] : [{ x1: bar.x1, x2: bar.x2, y: base - strip.height(share) * (size - 2) }];
    });
  });
  const stripPanel = rowPanel({ width: stripWidth, height, top: header, left: 2, right: 4 }, { domain: [0, 1] }, [
    Plot.rect(ground, { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: "var(--distribution)", title: "title" }),
    Plot.ruleY(strips, { y: "base", x1: 0, x2: 1, stroke: "var(--rule)" }),
    Plot.ruleY(numbers, { y: "y", x1: "x1", x2: "x2", stroke: color, strokeWidth: 5 }),
    Plot.ruleX(numbers, { x: "mean", y1: "y1", y2: "y", stroke: color, strokeWidth: 3 }),
    Plot.ruleY(categories, { y: "y", x1: "x1", x2: "x2", stroke: color, strokeWidth: 3 }),
  ]);

  const texts = lines.map((line, i) => ({ ...line, name: line.column.name, y: wide ? top(i) + size / 2 : top(i) - 8 }));
  const heading = (x: number, text: string, anchor: "start" | "end" = "start") =>
    Plot.text([text], { x, y: 12, textAnchor: anchor, fontSize: 11, fill: "var(--muted)" });
  const textPanel = rowPanel({ width, height, top: 0 }, { type: "identity" }, [
    Plot.text(texts, {
      x: wide ? names : 2,
      y: "y",
      text: (d: { name: string }) => truncate(d.name, wide ? names : width * 0.55, 12.5),
      title: "name",
      textAnchor: wide ? "end" : "start",
      fontSize: 12.5,
      fontWeight: 500,
    }),
    heading(left + 2, target === undefined ? "drives membership" : `speaks for ${target}`),
    heading(stripLeft + 2, "members look like"),
    ...(wide
      ? [
          heading(width - figure, "mean", "end"),
          heading(width, "all rows", "end"),
          Plot.text(texts, {
            x: width - figure,
            y: "y",
            text: (d: ClusterLine) => truncate(d.members, figure - 6, 12),
            title: "members",
            textAnchor: "end",
            fontSize: 12,
            fontWeight: 600,
            fontVariant: "tabular-nums",
          }),
          Plot.text(texts, {
            x: width,
            y: "y",
            text: (d: ClusterLine) => truncate(d.whole, figure - 6, 12),
            textAnchor: "end",
            fontSize: 12,
            fill: "var(--muted)",
            fontVariant: "tabular-nums",
          }),
        ]
      : [
          Plot.text(texts, {
            x: width - 2,
            y: "y",
            text: (d: ClusterLine) => truncate(`${d.members}, all ${d.whole}`, width * 0.45, 11.5),
            textAnchor: "end",
            fontSize: 11.5,
            fill: "var(--muted)",
          }),
        ]),
  ]);

  const label = `Cluster ${cluster}: ${lines.map((d) => `${d.column.name}, mean relevance ${formatSigned(d.relevance)}, members ${d.members}, all rows ${d.whole}`).join("; ")}.`;
  return compose(width, height, label, [
    { x: left, y: 0, plot: barPanel },
    { x: stripLeft, y: 0, plot: stripPanel },
    { x: 0, y: 0, plot: textPanel },
  ]);
}
