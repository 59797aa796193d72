import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { temporaryFolder } from "../files/temporary-folder.ts";
import { literal } from "./sql.ts";

/** A private DuckDB with bounded memory, no network and no extensions; its temporary files die with it. */
export interface Database {
  readonly connection: DuckDBConnection;
  /** A further connection, for a stream: a connection's next query ends the stream that it has open. */
  readonly connect: () => Promise<DuckDBConnection>;
  /** Largest memory in MiB. */
  readonly memoryLimit: number;
  readonly close: () => Promise<void>;
}

export interface DatabaseOptions {
  /** Largest memory of the database in MiB, default 512; beyond it, it spills to temporary files. */
  readonly memoryLimit?: number;
  /** Default: one per core. */
  readonly threads?: number;
}

/**
 * Opens an empty database in a temporary folder.
 *
 * Extensions are neither installed nor loaded: what a table file names (a URL, say) is never fetched.
 */
export async function openDatabase({ memoryLimit = 512, threads }: DatabaseOptions = {}): Promise<Database> {
  const folder = temporaryFolder();
  try {
    const instance = await DuckDBInstance.create(join(folder.path, "table.duckdb"), {
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      // A cache of the file's bytes would make memory grow with the file.
      enable_external_file_cache: "false",
      memory_limit: `${memoryLimit}MiB`,
      temp_directory: join(folder.path, "spill"),
      threads: String(threads ?? availableParallelism()),
    });
    const connection = await instance.connect();
    // Times of day without a zone must not depend on where the command runs.
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    return {
      connection,
      connect: () => instance.connect(),
      memoryLimit,
      close: async () => {
        connection.closeSync();
        instance.closeSync();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

/**
 * Prepares for a table of so many columns. The database works on 2048 rows at a time, so that its memory grows with the
 * width of a table, not its length: a wide one needs more memory and gets one thread.
 */
export async function fitToWidth({ connection, memoryLimit }: Database, columns: number): Promise<void> {
  if (columns <= 1000) return;
  await connection.run("SET threads = 1");
  // Eight vectors of 2048 values of 8 bytes per column.
  await connection.run(`SET memory_limit = '${Math.max(memoryLimit, Math.ceil(columns / 8))}MiB'`);
}

/** From here on the database can read `paths` and no other file: SQL of `--where` is not a way out. */
export async function lockDatabase({ connection }: Database, paths: readonly string[] = []): Promise<void> {
  await connection.run(`SET allowed_paths = [${paths.map(literal).join(", ")}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
}
