import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { Connection } from "../../src/db/connection.ts";
import { type Database, openDatabase } from "../../src/db/database.ts";
import { openEmbedded } from "../../src/db/embedded.ts";
import { createJobQueue } from "../../src/db/jobs.ts";
import { openServer } from "../../src/db/server.ts";
import { systemClock } from "../../src/ports/clock.ts";
import { serverTestDatabase } from "../kit/database.ts";

/** Where the bot keeps its data. */
export interface Place {
  name: "PGlite" | "PostgreSQL";
  settings: Record<string, string>;
  /** Opens the database in this process, while no bot runs on it. */
  inside<Value>(work: (database: Database) => Promise<Value>): Promise<Value>;
  /** Cuts some of the connections that the bot has now, and answers how many; a server only. */
  cut?(share: number): Promise<number>;
  remove(): Promise<void>;
}

export async function embeddedPlace(): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), "chaos-"));
  return {
    name: "PGlite",
    settings: { DATA_DIR: dataDir },
    inside: async (work) => within(await openEmbedded(`${dataDir}/database`), work),
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

export async function serverPlace(serverUrl: string): Promise<Place> {
  const database = await serverTestDatabase(serverUrl);
  const url = database.url!;
  return {
    name: "PostgreSQL",
    settings: { DATABASE_URL: url },
    inside: (work) =>
      within(
        openServer(url, () => {}),
        work,
      ),
    async cut(share) {
      const client = new pg.Client({ connectionString: serverUrl });
      await client.connect();
      try {
        const { rows } = await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND random() < $2`,
          [new URL(url).pathname.slice(1), share],
        );
        return rows.length;
      } finally {
        await client.end();
      }
    },
    remove: () => database.close(),
  };
}

async function within<Value>(
  connection: Connection,
  work: (database: Database) => Promise<Value>,
): Promise<Value> {
  const jobs = createJobQueue(connection, () => {});
  const database = await openDatabase({ connection, jobs, clock: systemClock });
  try {
    return await work(database);
  } finally {
    await database.close();
    await connection.close();
  }
}
