import type { TableColumn } from "neuralize";
import { addCells, noMembers, numbersOf, sampledMembers } from "./cluster-members.ts";
import { clusterSummary, weightedMean, wholeTable, withDisagreements } from "./cluster-summary.ts";
import type { ClusteringSummary, EmbeddedRow } from "./clustering-summary.ts";
import { contingency } from "./contingency.ts";
import { chooseEmbedding, embeddedRow } from "./embedded-rows.ts";
import { embeddingBudget } from "./embedding-budget.ts";
import type { ExplainedChunk } from "./explained-chunk.ts";
import { keepSmallest } from "./keep-smallest.ts";
import { randomKey } from "./random-key.ts";
import { embeddingNotes, estimationNotes } from "./summary-notes.ts";

/** What a clustering is summarised against. */
export interface SummaryRequest {
  readonly columns: readonly TableColumn[];
  /** Centroids in encoded space, [K][D]. */
  readonly centroids: readonly (readonly number[])[];
  readonly seed: number;
  /** Present when the chunks carry labels. role "clusters": label `names[k]` is the one of cluster k. */
  readonly label?:
    | { readonly column: string; readonly role: "label" }
    | { readonly column: string; readonly role: "clusters"; readonly names: readonly string[] };
}

/** Takes chunks in order, then tells what they amount to. */
export interface Accumulator {
  readonly add: (chunk: ExplainedChunk) => void;
  readonly finish: () => ClusteringSummary;
}

/**
 * Summarises a clustering in one pass and in memory that does not grow with the number of rows.
 *
 * Sizes, means, shares, inertia, conservation and the cross-table are exact. Medians, quartiles and near-ties are
 * exact for clusters of up to {@link sampledMembers} rows and estimated from a uniform random sample of that size
 * beyond. The result depends on the rows, their order and the seed, never on where one chunk ends and the next begins.
 */
export function summarizeClustering(request: SummaryRequest): Accumulator {
  const { columns, centroids, seed } = request;
  const dimensions = centroids[0]?.length ?? 0;
  const budget = embeddingBudget(centroids.length, dimensions);
  const sampled = sampledMembers(centroids.length, columns.length);
  const clusters = centroids.map(() => noMembers(columns, sampled, budget.perCluster));
  const labels = request.label && contingency(request.label, centroids.length);
  const sample = keepSmallest<EmbeddedRow>(budget.rows);
  const disagreeing = keepSmallest<EmbeddedRow>(Math.ceil(budget.rows / 10));
  let rows = 0;
  let inertia = 0;
  let assignedEvidence = 0;
  let absolute = 0;
  let relative = 0;

  function addRow(chunk: ExplainedChunk, row: number) {
    const { table } = chunk;
    const cluster = chunk.cluster[row] ?? -1;
    const members = clusters[cluster];
    const centroid = centroids[cluster];
    if (members === undefined || centroid === undefined) throw new RangeError(`no cluster ${cluster}`);
    const evidence = chunk.evidence[row] ?? 0;
    const key = randomKey(seed, rows++);

    let distance = 0;
    for (let j = 0; j < dimensions; j++) {
      const difference = (table.encoded[row * dimensions + j] ?? 0) - (centroid[j] ?? 0);
      distance += difference * difference;
    }
    inertia += distance;
    assignedEvidence += ((chunk.assignedEvidence[row] ?? 0) - assignedEvidence) / rows;

    const size = ++members.size;
    members.evidence += (evidence - members.evidence) / size;
    members.magnitude += (Math.abs(evidence) - members.magnitude) / size;
    members.simplifiedSilhouette += ((chunk.simplifiedSilhouette[row] ?? 0) - members.simplifiedSilhouette) / size;
    let total = 0;
    let magnitude = 0;
    for (let column = 0; column < columns.length; column++) {
      const relevance = chunk.relevance[row * columns.length + column] ?? 0;
      total += relevance;
      magnitude += Math.abs(relevance);
      const before = members.relevance[column] ?? 0;
      members.relevance[column] = before + (relevance - before) / size;
    }
    const error = Math.abs(total - evidence);
    absolute = Math.max(absolute, error);
    // Evidence without any relevance at all is lost as a whole: an error of 1, not a division by 0.
    if (error > 0) relative = Math.max(relative, error / Math.max(magnitude, Math.abs(evidence)));

    addCells(members, table, row);
    // With a target or chosen competitors, evidence may be negative: what counts is how far from the boundary a row lies.
    const contested = (chunk.runnerUp[row] ?? -1) >= 0;
    const clearness = Math.abs(evidence);
    if (members.sample.admits(key)) {
      members.sample.add(key, { evidence: contested ? evidence : Number.NaN, numbers: numbersOf(table, row) });
    }

    const agrees = labels?.add(table.label?.[row] ?? null, cluster) ?? true;
    const forSample = sample.admits(key);
    const forDisagreeing = !agrees && disagreeing.admits(key);
    const forTypical = contested && members.typical.admits(-clearness);
    const forBorderline = contested && members.borderline.admits(clearness);
    if (!forSample && !forDisagreeing && !forTypical && !forBorderline) return;
    const kept = embeddedRow(chunk, row, columns, dimensions);
    if (forSample) sample.add(key, kept);
    if (forDisagreeing) disagreeing.add(key, kept);
    if (forTypical) members.typical.add(-clearness, kept);
    if (forBorderline) members.borderline.add(clearness, kept);
  }

  return {
    add(chunk) {
      for (let row = 0; row < chunk.table.count; row++) addRow(chunk, row);
    },
    finish() {
      const meanMagnitude = weightedMean(clusters, (members) => members.magnitude);
      const embedding = chooseEmbedding(
        {
          clusters: clusters.map((members, cluster) => ({
            cluster,
            size: members.size,
            typical: members.typical.items(),
            borderline: members.borderline.items(),
          })),
          disagreeing: disagreeing.items(),
          sample: sample.items(),
        },
        budget,
      );
      const compared = labels?.finish();
      const names = request.label?.role === "clusters" ? request.label.names : undefined;
      const labelSummary = compared?.comparison && withDisagreements(compared.comparison, names, labels, embedding);
      return {
        rows,
        meanEvidence: weightedMean(clusters, (members) => members.evidence),
        meanMagnitude,
        meanAssignedEvidence: assignedEvidence,
        meanSimplifiedSilhouette: weightedMean(clusters, (members) => members.simplifiedSilhouette),
        inertia,
        conservationError: { absolute, relative },
        columns: wholeTable(columns, clusters),
        clusters: clusters.map((members, cluster) =>
          clusterSummary(members, cluster, {
            rows,
            meanMagnitude,
            columns,
            centroid: centroids[cluster] ?? [],
            embedding,
          }),
        ),
        embedded: embedding.rows,
        sample: embedding.sample,
        ...(labelSummary && { labels: labelSummary }),
        notes: [
          ...estimationNotes(clusters, sampled),
          ...embeddingNotes({ rows, embedding, clusters, dimensions, budget }),
          ...(compared?.notes ?? []),
        ],
      };
    },
  };
}
