import { contingency } from "../../report/contingency.ts";
import { isNearTie } from "../../report/near-tie.ts";
import type { LabelComparison } from "../../report/page-data.ts";

/** What is summarised of one picture. */
export interface PictureRecord {
  readonly file: string;
  readonly cluster: number;
  readonly target: number;
  /** −1 where nothing competes. */
  readonly runnerUp: number;
  readonly evidence: number;
  readonly simplifiedSilhouette: number;
  /** Squared distance to the centroid of its cluster. */
  readonly distance: number;
  readonly positive: number;
  readonly negative: number;
  readonly label?: string;
}

export interface PictureCluster {
  readonly cluster: number;
  readonly name: string;
  readonly size: number;
  readonly share: number;
  readonly meanEvidence: number;
  readonly meanSimplifiedSilhouette: number;
  readonly nearTies: number;
  readonly estimated: false;
}

export interface PictureSummary {
  readonly pictures: number;
  readonly meanEvidence: number;
  readonly meanSimplifiedSilhouette: number;
  readonly inertia: number;
  /** Largest |Σ relevance − evidence| over the pictures, and the same over the larger of Σ|relevance| and |evidence|. */
  readonly conservation: { readonly absolute: number; readonly relative: number };
  /** Mean of Σ relevance / evidence, where there is evidence. */
  readonly meanArriving: number;
  readonly clusters: readonly PictureCluster[];
  readonly comparison?: LabelComparison;
  readonly notes: readonly string[];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value / Math.max(1, values.length), 0);

/**
 * Summarises explained pictures.
 * @param names of the clusters, where a model brings them; else a cluster has the name of the folder that most of its
 *   pictures come from, or its number
 */
export function summarizePictures(
  records: readonly PictureRecord[],
  clusters: number,
  names: readonly string[] | undefined,
): PictureSummary {
  const meanEvidence = mean(records.map(({ evidence }) => evidence));
  const errors = records.map(({ positive, negative, evidence }) => ({
    error: Math.abs(positive + negative - evidence),
    size: Math.max(positive - negative, Math.abs(evidence)),
  }));
  const arriving = records.flatMap(({ positive, negative, evidence }) =>
    evidence === 0 ? [] : [(positive + negative) / evidence],
  );
  const members = Array.from({ length: clusters }, (_, cluster) =>
    records.filter((record) => record.cluster === cluster),
  );
  const given = names ?? members.map((records, cluster) => majorityFolder(records) ?? String(cluster));
  const compared = comparisonWithFolders(records, clusters);
  return {
    pictures: records.length,
    meanEvidence,
    meanSimplifiedSilhouette: mean(records.map(({ simplifiedSilhouette }) => simplifiedSilhouette)),
    inertia: records.reduce((sum, { distance }) => sum + distance, 0),
    conservation: {
      absolute: errors.reduce((most, { error }) => Math.max(most, error), 0),
      relative: errors.reduce((most, { error, size }) => (error > 0 ? Math.max(most, error / size) : most), 0),
    },
    meanArriving: mean(arriving),
    clusters: members.map((own, cluster) => ({
      cluster,
      name: distinctName(given, cluster),
      size: own.length,
      share: own.length / Math.max(1, records.length),
      meanEvidence: mean(own.map(({ evidence }) => evidence)),
      meanSimplifiedSilhouette: mean(own.map(({ simplifiedSilhouette }) => simplifiedSilhouette)),
      nearTies:
        own.filter(({ runnerUp, evidence }) => runnerUp >= 0 && isNearTie(evidence, meanEvidence)).length /
        Math.max(1, own.length),
      estimated: false,
    })),
    ...compared,
  };
}

/** Two clusters of one folder are told apart by their numbers. */
function distinctName(names: readonly string[], cluster: number): string {
  const name = names[cluster] ?? String(cluster);
  return names.filter((other) => other === name).length > 1 ? `${name} (${cluster})` : name;
}

function majorityFolder(members: readonly PictureRecord[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { label } of members) if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].find(([, count]) => 2 * count > members.length)?.[0];
}

function comparisonWithFolders(
  records: readonly PictureRecord[],
  clusters: number,
): Pick<PictureSummary, "comparison" | "notes"> {
  if (records.some(({ label }) => label === undefined)) return { notes: [] };
  const table = contingency({ column: "folder", role: "label" }, clusters);
  for (const { label, cluster } of records) table.add(label ?? null, cluster);
  return table.finish();
}
