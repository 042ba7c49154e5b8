import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import type { Connection } from "./connection.ts";
import { inTurn } from "./embedded.ts";
import type { MigrationTarget } from "./migrate.ts";

/** A server that says nothing for so long is gone: without an end, whoever asked would wait for ever. */
const LONGEST_QUERY_MS = 120_000;
const LONGEST_WAIT_FOR_LOCK_MS = 60_000;

/**
 * A PostgreSQL server. Connections that break are replaced by the pools; `onError` hears of those that
 * broke while idle, which nobody else would.
 */
export function openServer(url: string, onError: (error: Error) => void): Connection {
  const options = { connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true };
  const pool = new pg.Pool({ ...options, max: 10, query_timeout: LONGEST_QUERY_MS });
  // Locks are held while their holder works in the other pool: one pool for both would wait for itself.
  const lockPool = new pg.Pool({ ...options, max: 20, query_timeout: LONGEST_WAIT_FOR_LOCK_MS });
  for (const each of [pool, lockPool]) {
    each.on("error", onError);
    // From one owner to the next a connection has no other listener: cut just then, it would end the process.
    each.on("connect", (client) => client.on("error", () => {}));
  }
  const queues = new Map<bigint, Promise<unknown>>();
  const query = async <Row>(name: string, sql: string, values: unknown[]) =>
    (await pool.query({ name, text: sql, values })).rows as Row[];

  return {
    kind: "server",
    prismaAdapter: new PrismaPg(pool, { disposeExternalPool: false, onConnectionError: onError }),
    migrationTarget: poolMigrationTarget(pool),
    query,
    // Others write there, too: what was true a moment ago need not be.
    recall: query,
    executeSql: async (sql, values) => {
      const result = values?.length ? await pool.query(sql, values) : await pool.query(sql);
      // Several statements at once answer a list of results.
      const last: pg.QueryResult = Array.isArray(result) ? result.at(-1) : result;
      return { rows: last.rows };
    },
    // In turn within the process first, so that a busy chat holds one connection and not many.
    exclusively: (key, work) => inTurn(queues, key, () => withAdvisoryLock(lockPool, key, work)),
    close: async () => {
      await Promise.all([pool.end(), lockPool.end()]);
    },
  };
}

async function withAdvisoryLock<Value>(
  pool: pg.Pool,
  key: bigint,
  work: () => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A lock's connection that breaks must end the lock, not the process.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on("error", onError);
  try {
    await client
      .query({ name: "lock", text: "SELECT pg_advisory_lock($1::bigint)", values: [key] })
      .catch((error: Error) => {
        // It may get the lock yet, and nobody would give it back.
        broken = error;
        throw error;
      });
    try {
      return await work();
    } finally {
      await client
        .query({ name: "unlock", text: "SELECT pg_advisory_unlock($1::bigint)", values: [key] })
        .catch((error: Error) => {
          broken = error;
        });
    }
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}

function poolMigrationTarget(pool: pg.Pool): MigrationTarget {
  const on = (connection: pg.Pool | pg.PoolClient): MigrationTarget => ({
    exec: async (sql) => {
      await connection.query(sql);
    },
    query: async (sql, values) => (await connection.query(sql, values)).rows,
    transaction: async (work) => {
      const client = await pool.connect();
      try {
        await client.query("BEGIN");
        await work(on(client));
        await client.query("COMMIT");
      } catch (error) {
        await client.query("ROLLBACK").catch(() => {});
        throw error;
      } finally {
        client.release();
      }
    },
  });
  return on(pool);
}
