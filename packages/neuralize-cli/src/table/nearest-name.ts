/**
 * The name that a mistyped one was most likely meant to be: the one at the smallest edit distance (Levenshtein, case
 * ignored), unless even that changes more than a third of it, or all of it.
 */
export function nearestName(mistyped: string, names: readonly string[]): string | undefined {
  const wanted = mistyped.toLowerCase();
  const ranked = names
    .map((name) => ({ name, distance: editDistance(wanted, name.toLowerCase()) }))
    .filter(({ name, distance }) => {
      const length = Math.max(name.length, mistyped.length);
      return distance < length && distance <= Math.max(1, length / 3);
    })
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.name;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
