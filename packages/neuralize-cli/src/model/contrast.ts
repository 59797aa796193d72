import { usage } from "../errors/messages.ts";

/** What is explained, and against what. */
export interface Contrast {
  readonly target: "assigned" | number;
  readonly against?: readonly number[];
}

/**
 * Refuses a contrast that no clustering of so many clusters has.
 * @param count undefined while it is not known
 * @throws NeuralizeError USAGE
 */
export function checkContrast({ target, against }: Contrast, count = Number.POSITIVE_INFINITY): void {
  if (against?.length === 1 && against[0] === target) {
    throw usage(`Cluster ${target} cannot be explained against itself alone; name another one with --against.`);
  }
  for (const cluster of [...(against ?? []), ...(target === "assigned" ? [] : [target])]) {
    if (cluster >= count) throw usage(`There is no cluster ${cluster}; clusters are numbered from 0 to ${count - 1}.`);
  }
}

/** Says what is explained where it is not each row's own cluster, and which rows are left without a competitor. */
export function contrastNotes(
  { target, against }: Contrast,
  { clusters }: { readonly clusters: readonly { readonly size: number }[] },
  names: readonly string[],
  called: { readonly one: string; readonly many: string } = { one: "row", many: "rows" },
): readonly string[] {
  if (target !== "assigned")
    return [
      `Every ${called.one} is explained for cluster ${target}, “${names[target] ?? target}”: its evidence is negative where another cluster is nearer.`,
    ];
  const [only, ...others] = against ?? [];
  if (only === undefined || others.length > 0) return [];
  const size = clusters[only]?.size ?? 0;
  return size === 0
    ? []
    : [
        `The ${size} ${called.many} of cluster ${only} have no competitor in --against ${only}; their evidence and relevance are 0.`,
      ];
}
