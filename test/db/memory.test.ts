import { EventEmitter, once } from "node:events";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openDatabase } from "../../src/db/database.ts";
import { createJobQueue } from "../../src/db/jobs.ts";
import { systemClock } from "../../src/ports/clock.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { seedAccount, seedBundle, seedCard } from "../kit/seed.ts";

let testDatabase: TestDatabase;
let database: Database;
let account: { id: string };
let card: { id: string };
beforeAll(async () => {
  testDatabase = await embeddedTestDatabase();
  const { connection } = testDatabase;
  const jobs = createJobQueue(connection, (error) => {
    throw error;
  });
  database = await openDatabase({ connection, jobs, clock: systemClock });
});
afterAll(async () => {
  await database.close();
  await testDatabase.close();
});
beforeEach(async () => {
  await testDatabase.empty();
  account = await seedAccount(database, { email: "alice@example.com", chatId: 7n });
  card = await seedCard(database, { accountId: account.id, label: "first" });
});

const CARDS = `
  SELECT c.label, count(b.id)::int AS bundles FROM "Card" c LEFT JOIN "Bundle" b ON b."cardId" = c.id
  WHERE c."accountId" = $1 GROUP BY c.id ORDER BY c."createdAt", c.label`;
const recall = () => database.recall<{ label: string; bundles: number }>("cards", CARDS, [account.id]);
const labels = async () => (await recall()).map(({ label }) => label);

test("what nobody changed is read once", async () => {
  const rows = await recall();
  expect(rows).toEqual([{ label: "first", bundles: 0 }]);
  await database.query("look", `SELECT * FROM "Card" WHERE label = $1`, ["first"]);
  await database.prisma.chat.update({ where: { id: 7n }, data: { timeZone: "Asia/Tokyo" } });
  await database.transact(({ tx }) => tx.account.findMany());
  expect(await recall()).toBe(rows);
  expect(await database.recall("cards", CARDS, ["00000000-0000-7000-8000-000000000000"])).toEqual([]);
});

test("whatever changes a card is seen at once, however it is written", async () => {
  const rename = (label: string) => ({ where: { id: card.id }, data: { label } });
  const ways: Record<string, () => Promise<unknown>> = {
    model: () => database.prisma.card.update(rename("model")),
    many: () => database.prisma.card.updateMany(rename("many")),
    raw: () => database.prisma.$executeRaw`UPDATE "Card" SET label = 'raw'`,
    hand: () => database.query("rename", `UPDATE "Card" SET label = $1`, ["hand"]),
    with: () => database.query("with", `WITH w AS (UPDATE "Card" SET label = 'with') SELECT 1`, []),
    script: () => testDatabase.connection.executeSql(`SELECT 1; UPDATE "Card" SET label = 'script'`),
    block: () =>
      testDatabase.connection.executeSql(`DO $$ BEGIN EXECUTE 'UPDATE "Card" SET label = ''block'''; END $$`),
    unit: () => database.transact(({ tx }) => tx.card.update(rename("unit"))),
  };
  for (const [label, write] of Object.entries(ways)) {
    await labels();
    await write();
    expect(await labels(), label).toEqual([label]);
  }
});

test("what hangs on a row that is deleted is forgotten with it", async () => {
  await seedBundle(database, { cardId: card.id });
  const ofChat = () => database.recall("chat", `SELECT "accountId" FROM "Chat" WHERE id = $1`, [7n]);
  expect([await recall(), await ofChat()]).toEqual([
    [{ label: "first", bundles: 1 }],
    [{ accountId: account.id }],
  ]);
  await database.prisma.card.delete({ where: { id: card.id } });
  expect(await recall()).toEqual([]);
  await database.prisma.account.delete({ where: { id: account.id } });
  expect(await ofChat()).toEqual([{ accountId: null }]);
});

test("a transaction is seen when it has ended, and not at all when it was undone", async () => {
  for (const [ends, label] of [
    ["is undone", "first"],
    ["is kept", "second"],
  ] as const) {
    await recall();
    const signals = new EventEmitter();
    const begun = once(signals, "begun");
    const unit = database.transact(async ({ tx }) => {
      await tx.card.updateMany({ data: { label: "second" } });
      const goOn = once(signals, "go on");
      signals.emit("begun");
      await goOn;
      if (ends === "is undone") throw new Error(ends);
    });
    await begun;
    const during = labels();
    signals.emit("go on");
    await unit.catch((error: Error) => expect(error.message).toBe(ends));
    expect(await during).toEqual([label]);
    expect(await labels()).toEqual([label]);
  }
});

test("a change that comes while rows are being read is not missed", async () => {
  const labelsNow = async () =>
    (await database.query<{ label: string }>("now", CARDS, [account.id])).map(({ label }) => label);
  for (let round = 0; round < 50; round++) {
    const reading = [labels(), labels()];
    const writing = database.query("rename", `UPDATE "Card" SET label = $1`, [`round ${round}`]);
    reading.push(labels());
    await Promise.all([...reading, writing]);
    expect(await labels()).toEqual(await labelsNow());
  }
});

test("keeps within its bounds", async () => {
  const one = (value: number) => database.recall("one", `SELECT $1::int AS value FROM "Card"`, [value]);
  const first = await one(0);
  for (let value = 1; value <= 5_000; value++) await one(value);
  expect(await one(5_000)).toBe(await one(5_000));
  expect(await one(0)).not.toBe(first);
});
