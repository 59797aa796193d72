import type { TableColumn } from "neuralize";

/**
 * Columns as prose calls them: "color_intensity" → "color intensity", "Body Mass (g)" → "Body Mass". A name that
 * would no longer tell its column from another stays as it is.
 */
export function featureNames(columns: readonly Pick<TableColumn, "name">[]): string[] {
  const prose = columns.map(({ name }) => withoutUnit(name.replaceAll("_", " ").trim()) || name);
  return columns.map(({ name }, index) => {
    const short = prose[index] ?? name;
    return prose.filter((other) => other === short).length === 1 ? short : name;
  });
}

const withoutUnit = (name: string) => name.replace(/\s+(\([^()]*\)|\[[^[\]]*\])$/, "");
