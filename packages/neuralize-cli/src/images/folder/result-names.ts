/**
 * Names for what is written per picture: the picture's own path with another ending. Where several pictures would share
 * one ("a.jpg" and "a.png", also if only capitals differ), they keep their own ending in front: "a.jpg.png".
 *
 * @param files paths inside a folder, all different
 * @param ending with its dot
 */
export function resultNames(files: readonly string[], ending: string): readonly string[] {
  const stems = files.map((file) => file.replace(/\.[^./]*$/, ""));
  const uses = new Map<string, number>();
  // A picture's whole name may be what is left of another's.
  for (const name of [...stems, ...files]) uses.set(name.toLowerCase(), (uses.get(name.toLowerCase()) ?? 0) + 1);
  return files.map((file, i) => {
    const stem = stems[i] ?? file;
    return (uses.get(stem.toLowerCase()) === 1 ? stem : file) + ending;
  });
}
