import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Connection } from "../../src/db/connection.ts";
import { openEmbedded } from "../../src/db/embedded.ts";
import { openServer } from "../../src/db/server.ts";

/** A database of a test file's own, emptied between tests. */
export interface TestDatabase {
  connection: Connection;
  /** Only with a server: for a second process on the same database. */
  url?: string;
  empty(): Promise<void>;
  close(): Promise<void>;
}

const EMPTY_ALL = `
  DO $$ DECLARE names text; BEGIN
    SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') INTO names FROM pg_tables
    WHERE (schemaname = 'public' AND tablename <> '_prisma_migrations')
       OR (schemaname = 'pgboss' AND tablename IN ('job', 'archive', 'schedule'));
    IF names IS NOT NULL THEN EXECUTE 'TRUNCATE ' || names || ' RESTART IDENTITY CASCADE'; END IF;
  END $$`;

/** Opened once: the files of a test process run one after the other, and opening takes longer than most tests. */
let shared: Promise<Connection> | undefined;

export async function embeddedTestDatabase(): Promise<TestDatabase> {
  shared ??= openEmbedded(undefined);
  const connection = await shared;
  return {
    connection,
    empty: async () => void (await connection.executeSql(EMPTY_ALL)),
    // It ends with the process.
    close: async () => {},
  };
}

/**
 * Where PostgreSQL runs, if it does: `TEST_DATABASE_URL`, else the loopback's default server. Throws when there
 * is none and `REQUIRE_POSTGRES` says that there must be: nothing is skipped in silence then.
 */
export async function findServer(): Promise<string | undefined> {
  const url = process.env.TEST_DATABASE_URL ?? "postgresql://postgres@127.0.0.1:5432/postgres";
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    await client.end();
    return url;
  } catch (cause) {
    if (process.env.REQUIRE_POSTGRES) throw new Error("REQUIRE_POSTGRES is set and none answers", { cause });
    return undefined;
  }
}

/** A new database on the server, dropped when closed. */
export async function serverTestDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `travel_sim_test_${randomUUID().replaceAll("-", "").slice(0, 12)}`;
  await run(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const connection = openServer(url.href, () => {});
  return {
    connection,
    url: url.href,
    empty: async () => void (await connection.executeSql(EMPTY_ALL)),
    close: async () => {
      await connection.close();
      await run(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
