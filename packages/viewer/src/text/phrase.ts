/** A piece of a generated sentence: words, a cluster, or a name or words with the side that they take. */
export type Phrase =
  | string
  | { readonly cluster: number }
  | { readonly column: number; readonly sign: "for" | "against" }
  | { readonly words: string; readonly sign: "for" | "against" };

/** What the numbers in phrases are called. */
export interface Names {
  readonly clusters: readonly { readonly name: string }[];
  readonly columns?: readonly { readonly name: string }[];
}

/** The sentence as plain text. */
export function plainText(names: Names, phrases: readonly Phrase[]): string {
  return phrases
    .map((phrase) => {
      if (typeof phrase === "string") return phrase;
      return "cluster" in phrase ? clusterTitle(names, phrase.cluster) : sidedWords(names, phrase);
    })
    .join("");
}

/** What a phrase that takes a side says. */
export function sidedWords(names: Names, phrase: Exclude<Phrase, string | { readonly cluster: number }>): string {
  return "words" in phrase ? phrase.words : (names.columns?.[phrase.column]?.name ?? "");
}

/** "2 ‘low hue’", or "2" if it has no name of its own. */
export function clusterTitle({ clusters }: Names, cluster: number): string {
  const name = clusters[cluster]?.name ?? "";
  return name === "" || name === String(cluster) ? String(cluster) : `${cluster} ‘${name}’`;
}
