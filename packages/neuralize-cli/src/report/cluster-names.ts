import type { TableColumn } from "neuralize";
import type { ClusteringSummary, ClusterSummary } from "./clustering-summary.ts";
import { featureNames } from "./feature-names.ts";
import { shownNumber } from "./shown-number.ts";

/**
 * A feature counts when the cluster's mean (or share of a category) is this many standard deviations of the whole
 * away from the whole's: half of one is a medium effect (Cohen 1988, §2.2).
 */
export const distinctiveDifference = 0.5;

/** One way in which a cluster differs from the whole. */
interface Trait {
  readonly words: string;
  /** The words with the value that they rest on, for clusters that differ in degree only. */
  readonly precise: string;
  /** |difference| in standard deviations of the whole. */
  readonly strength: number;
}

/**
 * Names every cluster by what sets it apart from the whole: "high alcohol, low hue", "late signup", "mostly Biscoe";
 * "average" where nothing does.
 *
 * The two strongest traits make the name. Clusters whose names coincide take a third trait, then the value of the
 * strongest one, then their number, so that names are distinct. A name says "high" only where the cluster's mean is
 * above the whole's, "mostly" only for more than half of the members and more than in the whole.
 */
export function clusterNames(
  summary: Pick<ClusteringSummary, "clusters" | "columns">,
  columns: readonly TableColumn[],
): string[] {
  const plain = plainCategories(columns);
  const features = featureNames(columns);
  const traits = summary.clusters.map((cluster) => traitsOf(cluster, summary, columns, features, plain));
  const candidates = [
    traits.map((list) => joined(list.slice(0, 2))),
    traits.map((list) => joined(list.slice(0, 3))),
    traits.map(([first, second]) => [first?.precise ?? "average", ...(second ? [second.words] : [])].join(", ")),
  ];
  const numbered = traits.map((list, cluster) => `${joined(list.slice(0, 2))} (cluster ${cluster})`);
  return firstDistinct([...candidates, numbered]);
}

const joined = (traits: readonly Trait[]) => traits.map(({ words }) => words).join(", ") || "average";

/** For each cluster the first of its candidate names that no other cluster could be called by. */
function firstDistinct(levels: readonly (readonly string[])[]): string[] {
  const first = levels[0] ?? [];
  const bearers = new Map<string, Set<number>>();
  for (const names of levels) {
    names.forEach((name, cluster) => {
      bearers.set(name, (bearers.get(name) ?? new Set()).add(cluster));
    });
  }
  return first.map((fallback, cluster) => {
    const name = levels.map((names) => names[cluster] ?? "").find((candidate) => bearers.get(candidate)?.size === 1);
    return name ?? `${cluster}: ${fallback}`;
  });
}

function traitsOf(
  cluster: ClusterSummary,
  summary: Pick<ClusteringSummary, "columns">,
  columns: readonly TableColumn[],
  features: readonly string[],
  plain: ReadonlySet<string>,
): Trait[] {
  const traits = columns.flatMap((column, index): Trait[] => {
    const profile = cluster.profile[index];
    const whole = summary.columns[index];
    const feature = features[index] ?? column.name;
    // A cluster without rows is described by its centroid; one whose cells are all missing by nothing.
    if (profile === undefined || (profile.cells === 0 && cluster.size > 0)) return [];
    if (column.kind === "category") {
      if (profile.kind !== "category" || whole?.kind !== "category") return [];
      return column.categories.flatMap((category, c) =>
        categoryTrait(plain.has(category) ? category : `${feature} ${category}`, profile.shares[c], whole.shares[c]),
      );
    }
    if (profile.kind === "category" || whole === undefined || whole.kind === "category") return [];
    return numberTrait(feature, column.kind, profile.mean, whole);
  });
  return traits.filter(({ strength }) => strength >= distinctiveDifference).sort((a, b) => b.strength - a.strength);
}

function numberTrait(
  feature: string,
  kind: "number" | "date",
  mean: number,
  whole: { readonly mean: number; readonly standardDeviation: number },
): Trait[] {
  const difference = (mean - whole.mean) / whole.standardDeviation;
  if (!Number.isFinite(difference)) return [];
  const [above, below] = kind === "date" ? ["late", "early"] : ["high", "low"];
  const words = `${difference > 0 ? above : below} ${feature}`;
  return [{ words, precise: `${words} (mean ${shownNumber(mean, kind)})`, strength: Math.abs(difference) }];
}

function categoryTrait(category: string, share = 0, whole = 0): Trait[] {
  const difference = (share - whole) / Math.sqrt(whole * (1 - whole));
  if (share <= 0.5 || difference <= 0 || !Number.isFinite(difference)) return [];
  const words = share === 1 ? category : `mostly ${category}`;
  return [{ words, precise: words, strength: difference }];
}

/** Categories that are clear without their column's name: real words, and not of several columns. */
function plainCategories(columns: readonly TableColumn[]): ReadonlySet<string> {
  const owners = new Map<string, number>();
  for (const column of columns) {
    if (column.kind !== "category") continue;
    for (const category of column.categories) {
      const clear =
        column.codes === undefined && category.length > 2 && /\p{L}/u.test(category) && !isYesOrNo(category);
      owners.set(category, (owners.get(category) ?? 0) + (clear ? 1 : 2));
    }
  }
  return new Set([...owners].filter(([, count]) => count === 1).map(([category]) => category));
}

const isYesOrNo = (category: string) => /^(yes|no|true|false|none|other|unknown)$/i.test(category.trim());
