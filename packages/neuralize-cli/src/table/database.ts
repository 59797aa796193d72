import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { temporaryFolder } from "../files/temporary-folder.ts";
import { literal } from "./sql.ts";

/** A private DuckDB with bounded memory, no network and no extensions; its temporary files die with it. */
export interface Database {
  readonly connection: DuckDBConnection;
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
    await connection.run("SET TimeZone = 'UTC'");
    return {
      connection,
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

/** From here on the database can read `path`, if given, and no other file: SQL of `--where` is not a way out. */
export async function lockDatabase({ connection }: Database, path?: string): Promise<void> {
  if (path !== undefined) await connection.run(`SET allowed_paths = [${literal(path)}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
}
