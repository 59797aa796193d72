export type RowGroup = "all" | "typical" | "borderline" | "near-tie" | "disagreeing";

export interface RowFilter {
  readonly cluster: number | null;
  readonly group: RowGroup;
  /** Part of the name, of the number or of the label; case does not matter. */
  readonly text: string;
  readonly evidenceFrom: number | null;
  readonly evidenceTo: number | null;
}

export const everyRow: RowFilter = { cluster: null, group: "all", text: "", evidenceFrom: null, evidenceTo: null };

/** What can be filtered: the rows of a table, or images. */
export interface Filtered {
  /** Of each row. */
  readonly cluster: readonly number[];
  readonly evidence: readonly number[];
  readonly nearTie: (index: number) => boolean;
  readonly clusters: readonly { readonly typical: readonly number[]; readonly borderline: readonly number[] }[];
  readonly disagreeing: readonly number[];
  /** What a search looks into. */
  readonly texts: (index: number) => readonly string[];
}

/** Indices of the rows that pass the filter, in their own order. */
export function passing(rows: Filtered, filter: RowFilter): number[] {
  const group = members(rows, filter.group);
  const text = filter.text.trim().toLowerCase();
  const passes = (evidence: number, index: number) =>
    (filter.cluster === null || rows.cluster[index] === filter.cluster) &&
    (group === null || group.has(index)) &&
    (filter.evidenceFrom === null || evidence >= filter.evidenceFrom) &&
    (filter.evidenceTo === null || evidence <= filter.evidenceTo) &&
    (text === "" || rows.texts(index).some((value) => value.toLowerCase().includes(text)));
  return rows.evidence.flatMap((evidence, index) => (passes(evidence, index) ? [index] : []));
}

function members(rows: Filtered, group: RowGroup): ReadonlySet<number> | null {
  switch (group) {
    case "all":
      return null;
    case "typical":
      return new Set(rows.clusters.flatMap(({ typical }) => typical));
    case "borderline":
      return new Set(rows.clusters.flatMap(({ borderline }) => borderline));
    case "near-tie":
      return new Set(rows.evidence.flatMap((_, i) => (rows.nearTie(i) ? [i] : [])));
    case "disagreeing":
      return new Set(rows.disagreeing);
  }
}

/** Orders names as people do: "a2" before "a10". */
export const natural = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
