/**
 * The columns of which a row's cell was filled, as one text per row: names separated by semicolons, one that holds a
 * semicolon or a quote quoted as in CSV; null where no cell was.
 *
 * @param filled 1 where a missing cell was filled; [count × columns] row-major
 */
export function filledNames(filled: Uint8Array, names: readonly string[]): readonly (string | null)[] {
  const quoted = names.map((name) => (/[";]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name));
  return Array.from({ length: filled.length / names.length }, (_, row) => {
    const own = filled.subarray(row * names.length, (row + 1) * names.length);
    return own.includes(1) ? quoted.filter((_, column) => own[column] === 1).join(";") : null;
  });
}
