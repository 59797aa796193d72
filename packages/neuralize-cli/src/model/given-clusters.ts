import { tooManyLabels } from "../errors/messages.ts";
import { mostLabels } from "../report/contingency.ts";
import { quantity } from "../report/phrases.ts";
import type { ColumnChoice } from "../table/column-choice.ts";
import { encodedLengths, encodingOf, type Scaling } from "../table/encoding.ts";
import { type MissingCells, profileTable } from "../table/profile-table.ts";
import { rows } from "../table/rows.ts";
import type { Table } from "../table/table.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Clustering } from "./clustering.ts";

// Numbers as labels sort as numbers, so that cluster 10 comes after cluster 9.
const byLabel = new Intl.Collator("en", { numeric: true });

/**
 * The clustering that a column of labels already holds: every group's mean, in encoded space, is its centroid.
 * Clusters are numbered in the order of their labels; rows without a label belong to none and are left out of the means.
 * @throws NeuralizeError TOO_MANY_LABELS for more than 1000 groups.
 */
export async function givenClusters(
  table: Table,
  choice: ColumnChoice,
  label: string,
  { scale, missing, seed }: { readonly scale: Scaling; readonly missing: MissingCells; readonly seed: number },
  progress: Progress,
): Promise<Clustering> {
  progress.stage("profiling columns");
  const profile = await profileTable(table, choice.columns, { missing });
  const columns = encodingOf(profile, { scale, missing });
  const dimensions = encodedLengths(columns).reduce((sum, length) => sum + length, 0);
  const groups = new Map<string, { count: number; readonly sums: Float64Array }>();
  let unlabelled = 0;
  progress.stage("reading groups", table.rows);
  for await (const chunk of rows(table, columns, { missing, label })) {
    for (let row = 0; row < chunk.count; row++) {
      const name = chunk.label?.[row] ?? null;
      if (name === null) {
        unlabelled++;
        continue;
      }
      const group = groups.get(name) ?? { count: 0, sums: new Float64Array(dimensions) };
      if (!groups.has(name)) groups.set(name, group);
      if (groups.size > mostLabels) throw tooManyLabels(table.title, label, mostLabels);
      group.count++;
      for (let j = 0; j < dimensions; j++) {
        group.sums[j] = (group.sums[j] ?? 0) + (chunk.encoded[row * dimensions + j] ?? 0);
      }
    }
    progress.advance(chunk.start + chunk.count);
  }
  const names = [...groups.keys()].sort(byLabel.compare);
  return {
    columns,
    scaling: scale,
    centroids: names.map((name) => {
      const { count, sums } = groups.get(name) ?? { count: 1, sums: new Float64Array(dimensions) };
      return Array.from(sums, (sum) => sum / count);
    }),
    choice,
    profile,
    missing,
    source: `the groups of ${label}`,
    seed,
    restarts: 0,
    names,
    notes: unlabelled === 0 ? [] : [`${quantity(unlabelled, "row")} without ${label} did not enter the group means.`],
  };
}
