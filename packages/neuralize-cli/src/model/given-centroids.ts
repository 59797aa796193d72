import { centroidColumns, centroidWidth } from "../errors/messages.ts";
import type { CentroidFile } from "../table/centroid-file.ts";
import type { ColumnChoice } from "../table/column-choice.ts";
import { encodedLengths, encodingOf, type Scaling } from "../table/encoding.ts";
import { type MissingCells, profileTable } from "../table/profile-table.ts";
import type { Table } from "../table/table.ts";
import type { Clustering } from "./clustering.ts";

/**
 * A clustering by the user's own centroids, in the space that `scale` names: raw units ("none"), or this table's
 * columns scaled. Named centroid columns are matched by name, others by position.
 * @throws NeuralizeError CENTROID_COLUMNS, CENTROID_WIDTH when they do not fit the chosen columns.
 */
export async function givenCentroids(
  table: Table,
  choice: ColumnChoice,
  { columns: named, centroids }: CentroidFile,
  title: string,
  { scale, missing, seed }: { readonly scale: Scaling; readonly missing: MissingCells; readonly seed: number },
): Promise<Clustering> {
  const profile = await profileTable(table, choice.columns, { missing });
  const columns = encodingOf(profile, { scale, missing });
  const width = encodedLengths(columns).reduce((sum, length) => sum + length, 0);
  const order =
    named === undefined || width !== columns.length ? undefined : columns.map(({ name }) => named.indexOf(name));
  const absent = columns.filter((_, i) => order?.[i] === -1).map(({ name }) => name);
  if (absent.length > 0) throw centroidColumns(title, absent, named ?? []);
  if (centroids[0]?.length !== width)
    throw centroidWidth(
      title,
      centroids[0]?.length ?? 0,
      columns.map(({ name }) => name),
      width,
    );
  return {
    columns,
    scaling: scale,
    centroids: order === undefined ? centroids : centroids.map((centroid) => order.map((i) => centroid[i] ?? 0)),
    choice,
    profile,
    missing,
    source: `the centroids of ${title}`,
    seed,
    restarts: 0,
    notes: [],
  };
}
