import type { DuckDBConnection } from "@duckdb/node-api";

/** A private DuckDB with bounded memory, no network and no extensions; its temporary files die with it. */
export interface Database {
  readonly connection: DuckDBConnection;
  readonly close: () => Promise<void>;
}
