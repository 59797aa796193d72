import type { ReportData } from "../report-data.ts";

/** "2 ‘low hue’", or "2" if it has no name of its own. */
export function clusterTitle(data: ReportData, cluster: number): string {
  const name = data.clusters[cluster]?.name ?? "";
  return name === "" || name === String(cluster) ? String(cluster) : `${cluster} ‘${name}’`;
}
