import { cannotRead, notATable } from "../errors/messages.ts";
import type { Database } from "./database.ts";
import { escapePattern, firstLine, identifier, literal } from "./sql.ts";

/**
 * Loads a JSON file (an array of objects, or one object per line) into a new table of the database.
 *
 * @throws NOT_A_TABLE, CANNOT_READ
 */
export async function loadJson(
  { connection }: Database,
  path: string,
  title: string,
  target: string,
): Promise<readonly string[]> {
  try {
    await connection.run(
      `CREATE TABLE ${identifier(target)} AS SELECT * FROM read_json(${literal(escapePattern(path))}, sample_size = -1, maximum_depth = 2)`,
    );
  } catch (error) {
    throw cannotRead(title, firstLine(error).replace(/ in file ".*?"/, ""));
  }
  const shape = await connection.run(`SELECT * FROM ${identifier(target)} LIMIT 0`);
  const types = shape.columnTypes().map(String);
  // Anything but objects arrives as one column that the database calls "json".
  const unnamed = shape.columnCount === 1 && shape.columnName(0) === "json";
  if (unnamed) throw notATable(title, "it should be an array of objects, or one object per line");
  if (types.every((type) => type.endsWith("[]") || type === "JSON[]"))
    throw notATable(title, "it holds lists by column; write an array of objects instead, one per row");
  return [];
}
