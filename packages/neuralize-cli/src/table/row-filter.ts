import type { DuckDBConnection } from "@duckdb/node-api";
import { wrongFilter } from "../errors/messages.ts";
import { firstLine } from "./sql.ts";

/**
 * The condition of `--where` as a clause, if it is one condition and nothing else, whose answer is the same whenever it
 * is asked: the rows are read several times.
 *
 * @throws WRONG_FILTER
 */
export async function rowFilter(connection: DuckDBConnection, where: string): Promise<string> {
  if (where.trim() === "") throw wrongFilter(where, "it is empty");
  // The newline ends a comment at the end of the condition.
  const clause = ` WHERE (${where}\n)`;
  // Within brackets it could close them and go on; outside of them, it could go on with another clause.
  if ((await statements(connection, where, ` WHERE ${where}\n`)) !== 1)
    throw wrongFilter(where, "it is more than one condition");
  await statements(connection, where, clause);
  await refuseVolatile(connection, where);
  return clause;
}

async function statements(connection: DuckDBConnection, where: string, clause: string): Promise<number> {
  try {
    return (await connection.extractStatements(`SELECT 1${clause}`)).count;
  } catch (error) {
    throw wrongFilter(where, firstLine(error).replace(/^Failed to extract statements: (?:Parser Error: )?/, ""));
  }
}

async function refuseVolatile(connection: DuckDBConnection, where: string): Promise<void> {
  const code = where.replaceAll(/'(?:[^']|'')*'/g, "''").toLowerCase();
  const reader = await connection.runAndReadAll(
    "SELECT DISTINCT function_name FROM duckdb_functions() WHERE stability = 'VOLATILE' ORDER BY 1",
  );
  for (const [name] of reader.getRows())
    if (new RegExp(`\\b${String(name)}\\s*\\(`).test(code))
      throw wrongFilter(
        where,
        `${name}() answers differently every time it is asked, and the rows are read several times; take every tenth row by hash(id) % 10 = 0, say`,
      );
}
