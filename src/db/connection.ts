import type { SqlDriverAdapterFactory } from "@prisma/client/runtime/client";
import type { MigrationTarget } from "./migrate.ts";

/** One way to reach a PostgreSQL: embedded in this process, or a server. */
export interface Connection {
  kind: "embedded" | "server";
  prismaAdapter: SqlDriverAdapterFactory;
  migrationTarget: MigrationTarget;
  /**
   * A read written by hand, for the few places where every microsecond is felt. `name` identifies the
   * statement, so that a server prepares it once.
   */
  query<Row>(name: string, sql: string, values: unknown[]): Promise<Row[]>;
  /**
   * A read like `query`, for rows that are asked for more often than they change. A process that owns its
   * database answers from memory until something is written to a table that `sql` names; the rows are always
   * those that `query` would bring, and are not to be changed.
   */
  recall<Row>(name: string, sql: string, values: unknown[]): Promise<readonly Readonly<Row>[]>;
  /** What pg-boss wants of a database. */
  executeSql(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  /** Runs `work` while nobody else in the whole installation does so with this key. */
  exclusively<Value>(key: bigint, work: () => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}
