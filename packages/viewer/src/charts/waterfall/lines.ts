import { decoded, encodedRow } from "../../data/columns.ts";
import type { RowExplanation } from "../../explanation/explain-row.ts";
import type { WaterfallBar } from "../../explanation/waterfall.ts";
import type { ReportColumn, ReportData } from "../../report-data.ts";
import { formatCount, formatShare } from "../../text/numbers.ts";
import { formatStatistic, formatValue } from "../../text/values.ts";
import { centroidValue } from "../strip.ts";

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
        name: `other ${formatCount(bar.columns.length)} columns`,
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

/** Of a category column: the share of the cluster's rows that each category has; else none. */
export function sharesOf(data: ReportData, cluster: number, column: number): readonly number[] {
  const profile = data.clusters[cluster]?.profile[column];
  return profile !== undefined && "shares" in profile ? profile.shares : [];
}

function categoryShare(data: ReportData, cluster: number, column: number, category: string): number | undefined {
  return sharesOf(data, cluster, column)[data.columns[column]?.categories?.indexOf(category) ?? -1];
}
