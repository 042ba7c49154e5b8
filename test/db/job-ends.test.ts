import { afterEach, beforeEach, expect, test } from "vitest";
import type { Connection } from "../../src/db/connection.ts";
import { createJobQueue, type JobQueue } from "../../src/db/jobs.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { until } from "../kit/until.ts";

let database: TestDatabase;
let queue: JobQueue;
let isGone: boolean;
let refused: string[];
beforeEach(async () => {
  isGone = false;
  refused = [];
  database = await embeddedTestDatabase();
  await database.empty();
  const connection: Connection = {
    ...database.connection,
    async executeSql(sql, values) {
      if (!isGone) return database.connection.executeSql(sql, values);
      refused.push(sql);
      throw new Error("terminating connection due to administrator command");
    },
  };
  queue = createJobQueue(connection, () => {});
  await queue.start();
});
afterEach(async () => {
  await queue.stop();
  await database.close();
});

const states = async () => {
  const { rows } = await database.connection.executeSql(
    "SELECT state FROM pgboss.job WHERE name = 'provision'",
  );
  return rows.map(({ state }) => state);
};

async function queueJob(): Promise<void> {
  await database.connection.executeSql(
    `INSERT INTO pgboss.job (name, data, policy) VALUES ('provision', '{"orderId":"1"}', 'short')`,
  );
  queue.wake("provision");
}

test("a job that ends while the database is gone is written down when it is back", async () => {
  let runs = 0;
  await queue.work("provision", async () => {
    runs += 1;
    isGone = true;
  });
  await queueJob();
  await until("its end to be refused", () => refused.some((sql) => sql.includes("completed")));
  isGone = false;
  await until("its end to be written down", async () => (await states())[0] === "completed");
  expect(runs).toBe(1);
});

test("a job that fails because the database is gone ends nothing but itself", async () => {
  await queue.work("provision", async () => {
    isGone = true;
    throw new Error("terminating connection due to administrator command");
  });
  await queueJob();
  await until("its failure to be refused", () => refused.some((sql) => sql.includes("retry")));
  isGone = false;
  await until("its failure to be written down", async () => (await states())[0] === "retry");
});
