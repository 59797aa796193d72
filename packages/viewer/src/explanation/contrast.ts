import type { ReportData } from "../report-data.ts";

/** What a row's cluster is contrasted with. */
export type Contrast =
  /** The nearest other cluster alone: the pairwise margin. */
  | { readonly kind: "runner-up" }
  /** All competitors, pooled by min-takes-most: what the written files hold. */
  | { readonly kind: "all" }
  /** One other cluster alone: "why not B?", the pairwise margin. */
  | { readonly kind: "cluster"; readonly cluster: number };

export const runnerUpContrast: Contrast = { kind: "runner-up" };

/** The contrast that a page opens with: the runner-up, or the cluster that --target asked about. */
export function defaultContrast(data: ReportData): Contrast {
  const { target } = data.provenance;
  return target === undefined ? runnerUpContrast : { kind: "cluster", cluster: target };
}

export function sameContrast(a: Contrast, b: Contrast): boolean {
  return a.kind === b.kind && (a.kind !== "cluster" || b.kind !== "cluster" || a.cluster === b.cluster);
}

/** The clusters that row's cluster competes with: those of --against if it was given, else all others. */
export function competitors(data: ReportData, cluster: number): readonly number[] {
  const others = data.clusters.map((c) => c.cluster).filter((k) => k !== cluster);
  const chosen = others.filter((k) => data.provenance.against?.includes(k) ?? true);
  return chosen.length > 0 ? chosen : others;
}

/** The contrast that can be drawn for a row of `cluster`: none with itself, nor with a cluster that does not exist. */
export function possibleContrast(data: ReportData, cluster: number, wanted: Contrast): Contrast {
  if (wanted.kind !== "cluster") return wanted;
  const exists = wanted.cluster !== cluster && data.clusters.some((c) => c.cluster === wanted.cluster);
  return exists ? wanted : runnerUpContrast;
}
