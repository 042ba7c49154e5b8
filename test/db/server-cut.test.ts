import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Connection } from "../../src/db/connection.ts";
import { openServer } from "../../src/db/server.ts";
import { findServer, serverTestDatabase, type TestDatabase } from "../kit/database.ts";

const server = await findServer();

/** A server that restarts, or an operator who ends connections, must never end the bot's process. */
describe.skipIf(!server)("connections that are cut", () => {
  let database: TestDatabase;
  let connection: Connection;
  let troubles: string[];
  beforeEach(async () => {
    troubles = [];
    database = await serverTestDatabase(server!);
    connection = openServer(database.url!, ({ message }) => void troubles.push(message));
  });
  afterEach(async () => {
    await connection.close();
    await database.close();
  });

  async function cutAll(): Promise<void> {
    const client = new pg.Client({ connectionString: server! });
    await client.connect();
    const name = new URL(database.url!).pathname.slice(1);
    await client.query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1", [
      name,
    ]);
    await client.end();
  }

  test("between two statements of a transaction: it fails, and that is all", async () => {
    const transaction = connection.migrationTarget.transaction(async (tx) => {
      await tx.query("SELECT 1", []);
      await cutAll();
      await tx.query("SELECT 2", []);
    });
    await expect(transaction).rejects.toThrow(/terminat|connection/i);
    expect(await connection.query("again", "SELECT 3 AS three", [])).toEqual([{ three: 3 }]);
  });

  test("while a lock is held: its work ends, and the lock is free again", async () => {
    expect(
      await connection.exclusively(7n, async () => {
        await cutAll();
        return "done";
      }),
    ).toBe("done");
    expect(await connection.exclusively(7n, async () => "again")).toBe("again");
  });

  test("in the same moment as an answer, with others waiting for the connection", async () => {
    const asking = async () => {
      for (let round = 0; round < 20; round++) {
        await connection.executeSql("SELECT pg_sleep(0.002)").catch(() => {});
        await connection.migrationTarget
          .transaction(async (tx) => void (await tx.query("SELECT 1", [])))
          .catch(() => {});
      }
    };
    const all = Promise.all(Array.from({ length: 30 }, asking));
    for (let cut = 0; cut < 5; cut++) await cutAll();
    await all;
    expect(await connection.query("after", "SELECT 1 AS one", [])).toEqual([{ one: 1 }]);
  });
});
