import type { TableColumn, TableModel } from "neuralize";
import type { ColumnProfile, TableProfile } from "../table/table-profile.ts";
import type { ClusteringSummary, ClusterSummary, LabelSummary, ProfileSummary } from "./clustering-summary.ts";
import { describeCluster } from "./described-cluster.ts";
import type {
  ClusterProfile,
  KSelection,
  LabelComparison,
  Provenance,
  ReportCluster,
  ReportColumn,
  ReportData,
  ReportRows,
} from "./page-data.ts";
import { principalPlane, project } from "./principal-components.ts";
import { decimalsFor, significant, withDecimals } from "./rounding.ts";

/** What the data of a report page is made from. */
export interface ReportInput {
  /** What was clustered, e.g. "wine.csv". */
  readonly title: string;
  readonly model: Pick<TableModel, "columns" | "centroids">;
  /** Stiffness that the files were written with; null stands for ∞. */
  readonly beta: number | null;
  readonly profile: TableProfile;
  readonly summary: ClusteringSummary;
  /** One per cluster: generated, or the user's labels. */
  readonly names: readonly string[];
  readonly kSelection?: KSelection;
  /** All but what the summary knows; its notes are added to those given here. */
  readonly provenance: Omit<Provenance, "inertia" | "conservationError">;
}

/**
 * The data of report.html. Encoded values keep eight digits of their coordinate's spread, so that what the page
 * computes from them agrees with the files; everything else is rounded to seven significant digits or fewer.
 */
export function reportData(input: ReportInput): ReportData {
  const { model, profile, summary, names } = input;
  const dimensions = model.centroids[0]?.length ?? 0;
  const decimals = coordinateDecimals(summary, model.centroids, dimensions);
  const place = new Map(summary.embedded.map(({ row }, index) => [row, index]));
  const indices = (rows: readonly number[]) => rows.flatMap((row) => place.get(row) ?? []);
  const projection = projected(summary, model.centroids, dimensions);
  return {
    kind: "table",
    version: 1,
    title: input.title,
    columns: reportColumns(model.columns, profile),
    clusters: summary.clusters.map((cluster) => reportCluster(cluster, summary, names, indices)),
    // Two digits more than the rows: an error here would be in every row.
    centroids: model.centroids.map((centroid) =>
      centroid.map((value, j) => withDecimals(value, (decimals[j] ?? 0) + 2)),
    ),
    beta: input.beta,
    totalRows: summary.rows,
    meanEvidence: significant(summary.meanMagnitude, 10),
    rows: reportRows(summary, decimals, projection.rows),
    projection: { explained: projection.explained, centroids: projection.centroids },
    ...(input.kSelection && { kSelection: roundedSelection(input.kSelection) }),
    ...(summary.labels && { comparison: comparison(summary.labels, indices) }),
    provenance: {
      ...input.provenance,
      inertia: significant(summary.inertia, 10),
      conservationError: {
        absolute: significant(summary.conservationError.absolute, 3),
        relative: significant(summary.conservationError.relative, 3),
      },
      notes: [...input.provenance.notes, ...summary.notes],
    },
  };
}

function coordinateDecimals(
  summary: ClusteringSummary,
  centroids: readonly (readonly number[])[],
  dimensions: number,
): number[] {
  return Array.from({ length: dimensions }, (_, j) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const { encoded } of summary.embedded) {
      low = Math.min(low, encoded[j] ?? 0);
      high = Math.max(high, encoded[j] ?? 0);
    }
    for (const centroid of centroids) {
      low = Math.min(low, centroid[j] ?? 0);
      high = Math.max(high, centroid[j] ?? 0);
    }
    return decimalsFor(high - low);
  });
}

function reportColumns(columns: readonly TableColumn[], profile: TableProfile): ReportColumn[] {
  let start = 0;
  return columns.flatMap((column, index) => {
    const encodedStart = start;
    const encodedLength = column.kind === "category" ? column.categories.length : 1;
    start += encodedLength;
    const whole = profile.columns[index];
    if (whole === undefined) return [];
    return {
      name: column.name,
      kind: column.kind,
      encodedStart,
      encodedLength,
      ...(column.kind === "category"
        ? { categories: column.categories }
        : { offset: column.offset, scale: column.scale }),
      filled: whole.missing,
      distribution: distribution(whole),
    };
  });
}

function distribution(profile: ColumnProfile): ReportColumn["distribution"] {
  if (profile.kind === "category") return profile.distribution;
  const { mean, standardDeviation, minimum, quartiles, maximum, histogram } = profile.distribution;
  const shown = (value: number) => shownRaw(value, profile.kind);
  return {
    mean: shown(mean),
    standardDeviation: shown(standardDeviation),
    minimum: shown(minimum),
    quartiles: [shown(quartiles[0]), shown(quartiles[1]), shown(quartiles[2])],
    maximum: shown(maximum),
    histogram,
  };
}

/** Raw numbers with ten significant digits, dates to the millisecond. */
const shownRaw = (value: number, kind: "number" | "date") =>
  kind === "date" ? Math.round(value) : significant(value, 10);

function reportCluster(
  cluster: ClusterSummary,
  summary: ClusteringSummary,
  names: readonly string[],
  indices: (rows: readonly number[]) => number[],
): ReportCluster {
  return {
    ...describeCluster(summary, cluster, names),
    meanRelevance: cluster.meanRelevance.map((relevance) => significant(relevance)),
    profile: cluster.profile.map(clusterProfile),
    typical: indices(cluster.typical),
    borderline: indices(cluster.borderline),
  };
}

function clusterProfile(profile: ProfileSummary): ClusterProfile {
  if (profile.kind === "category") return { shares: profile.shares.map((share) => significant(share)) };
  const shown = (value: number) => shownRaw(value, profile.kind);
  return {
    mean: shown(profile.mean),
    median: shown(profile.median),
    quartiles: [shown(profile.quartiles[0]), shown(profile.quartiles[1])],
  };
}

function reportRows(summary: ClusteringSummary, decimals: readonly number[], projected: readonly number[]): ReportRows {
  const rows = summary.embedded;
  return {
    count: rows.length,
    row: rows.map(({ row }) => row),
    ...(rows.some(({ id }) => id !== undefined) && { id: rows.map(({ id }) => id ?? "") }),
    cluster: rows.map(({ cluster }) => cluster),
    runnerUp: rows.map(({ runnerUp }) => runnerUp),
    evidence: rows.map(({ evidence }) => significant(evidence)),
    simplifiedSilhouette: rows.map(({ simplifiedSilhouette }) => significant(simplifiedSilhouette, 4)),
    encoded: rows.flatMap(({ encoded }) => Array.from(encoded, (value, j) => withDecimals(value, decimals[j] ?? 0))),
    raw: summary.columns.map(({ kind }, column) =>
      rows.map(({ raw }) => {
        const value = raw[column] ?? null;
        return typeof value === "number" && kind !== "category" ? shownRaw(value, kind) : value;
      }),
    ),
    ...(rows.some(({ label }) => label !== undefined) && { label: rows.map(({ label }) => label ?? "") }),
    projected,
  };
}

function projected(summary: ClusteringSummary, centroids: readonly (readonly number[])[], dimensions: number) {
  const sample = new Set(summary.sample);
  const plane = principalPlane(
    summary.embedded.filter(({ row }) => sample.has(row)).map(({ encoded }) => encoded),
    dimensions,
  );
  const rows = summary.embedded.flatMap(({ encoded }) => project(plane, encoded));
  const places = centroids.map((centroid) => project(plane, centroid));
  const extent = [...rows, ...places.flat()].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const decimals = decimalsFor(extent) - 3;
  const shown = (value: number) => withDecimals(value, decimals);
  return {
    explained: [significant(plane.explained[0]), significant(plane.explained[1])] as const,
    rows: rows.map(shown),
    centroids: places.map(([x, y]) => [shown(x), shown(y)] as const),
  };
}

/** The curve as pages hold it. */
export const roundedSelection = (selection: KSelection): KSelection => ({
  ...selection,
  curve: selection.curve.map(({ k, silhouette, inertia }) => ({
    k,
    silhouette: significant(silhouette),
    inertia: significant(inertia),
  })),
});

function comparison(labels: LabelSummary, indices: (rows: readonly number[]) => number[]): LabelComparison {
  return {
    column: labels.column,
    role: labels.role,
    labels: labels.labels,
    counts: labels.counts,
    adjustedRand: significant(labels.adjustedRand),
    ...(labels.agreement !== undefined && { agreement: significant(labels.agreement) }),
    ...(labels.disagreements && { disagreeing: indices(labels.disagreements.embedded) }),
  };
}
