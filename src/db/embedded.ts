import { mkdir, readdir } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { dataDir as prepopulatedDataDir } from "@electric-sql/pglite-prepopulatedfs";
import { PrismaPGlite } from "pglite-prisma-adapter";
import type { Connection } from "./connection.ts";
import { createMemory, notingTo } from "./memory.ts";
import type { MigrationTarget } from "./migrate.ts";
import { type PgliteClient, withPreparedStatements } from "./prepared-statements.ts";

/**
 * PostgreSQL's default of 128 MB is all touched when it starts, and the file system keeps the same pages once
 * more. This holds tens of thousands of cards.
 */
const SHARED_BUFFERS = "32MB";

/**
 * PostgreSQL inside this process, on a directory that belongs to this process alone (see data-dir.ts).
 * A commit survives the end of the process; a power cut may cost the last moments, since PGlite does not
 * wait for the disk.
 *
 * `directory` undefined keeps everything in memory, for tests.
 */
export async function openEmbedded(directory: string | undefined): Promise<Connection> {
  const fresh = directory === undefined || (await isEmpty(directory));
  const pglite = await PGlite.create({
    ...(directory !== undefined && { dataDir: directory }),
    // A directory made beforehand spares the first start three seconds of initdb.
    ...(fresh && { loadDataDir: await prepopulatedDataDir() }),
    relaxedDurability: false,
    startParams: [...PGlite.defaultStartParams, "-c", `shared_buffers=${SHARED_BUFFERS}`],
  });
  const memory = createMemory();
  const client = notingTo(memory, withPreparedStatements(pglite));
  const chatQueues = new Map<bigint, Promise<unknown>>();

  return {
    kind: "embedded",
    prismaAdapter: new PrismaPGlite(client as PGlite),
    migrationTarget: pgliteMigrationTarget(client),
    query: async <Row>(_name: string, sql: string, values: unknown[]) =>
      (await client.query<Row>(sql, values)).rows,
    recall: <Row>(name: string, sql: string, values: unknown[]) =>
      memory.recall({ name, sql }, values, async () => (await client.query<Row>(sql, values)).rows),
    executeSql: async (sql, values) => {
      if (values?.length) return { rows: (await client.query<Record<string, unknown>>(sql, values)).rows };
      const results = await client.exec(sql);
      return { rows: (results.at(-1)?.rows ?? []) as Record<string, unknown>[] };
    },
    exclusively: (key, work) => inTurn(chatQueues, key, work),
    close: () => pglite.close(),
  };
}

/** Runs `work` after all earlier work of the same key in this process. */
export async function inTurn<Key, Value>(
  queues: Map<Key, Promise<unknown>>,
  key: Key,
  work: () => Promise<Value>,
): Promise<Value> {
  const before = queues.get(key);
  const turn = before ? before.then(work, work) : work();
  const settled = turn.then(
    () => {},
    () => {},
  );
  queues.set(key, settled);
  try {
    return await turn;
  } finally {
    if (queues.get(key) === settled) queues.delete(key);
  }
}

/** Migrates a PGlite that is already open. */
export function pgliteMigrationTarget(pglite: PgliteClient): MigrationTarget {
  const on = (connection: Pick<PgliteClient, "exec" | "query">): MigrationTarget => ({
    exec: async (sql) => {
      await connection.exec(sql);
    },
    query: async (sql, values) => (await connection.query<Record<string, unknown>>(sql, values)).rows,
    transaction: (work) => pglite.transaction((tx) => work(on(tx))),
  });
  return on(pglite);
}

async function isEmpty(directory: string): Promise<boolean> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return !(await readdir(directory)).includes("PG_VERSION");
}
