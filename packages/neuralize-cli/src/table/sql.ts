/** A name as an SQL identifier, whatever characters it has. */
export const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** A text as an SQL string literal. */
export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A file name for functions that read it as a pattern: its special characters stand for themselves. */
export const escapePattern = (path: string) => path.replace(/[*?[]/g, "[$&]");

/** A finite number as an SQL literal that DuckDB reads back exactly. */
export const numberLiteral = (value: number) => `${literal(String(value))}::DOUBLE`;

/** What a database error says, in one line and without the advice that is meant for writers of SQL. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n", 1)[0] ?? message).replace(/^(?:[A-Z]\w* )+Error: /, "");
}
