import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase } from "../../src/db/database.ts";
import { createJobQueue, type JobQueue } from "../../src/db/jobs.ts";
import { megabytes } from "../../src/domain/data-size.ts";
import { DAY_MS } from "../../src/domain/plan.ts";
import type { Carrier, ReportedBundle } from "../../src/ports/carrier.ts";
import { createKeepReportedFigures } from "../../src/use-cases/keep-reported-figures.ts";
import { createReadBalance, type ReadBalance } from "../../src/use-cases/read-balance.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { createTestLog } from "../kit/log.ts";
import { seedAccount, seedBundle, seedCard } from "../kit/seed.ts";
import { createTestClock, type TestClock } from "../kit/test-clock.ts";

/** A carrier whose figures are not ours, as those from outside are. */
function outsideCarrier(): Carrier & { asked: number; tells: () => ReturnType<Carrier["readBundles"]> } {
  const carrier = {
    name: "outside",
    figuresAreOurs: false,
    asked: 0,
    tells: (): ReturnType<Carrier["readBundles"]> => new Promise(() => {}),
    renew: () => Promise.reject(new Error("Not asked for here")),
    findRenewal: () => Promise.reject(new Error("Not asked for here")),
    readBundles: () => {
      carrier.asked++;
      return carrier.tells();
    },
  };
  return carrier;
}

let testDatabase: TestDatabase;
let jobs: JobQueue;
let database: Database;
let clock: TestClock;
let carrier: ReturnType<typeof outsideCarrier>;
let readBalance: ReadBalance;
let accountId: string;
beforeAll(async () => {
  testDatabase = await embeddedTestDatabase();
  clock = createTestClock("2026-11-23T05:02:00Z");
  jobs = createJobQueue(testDatabase.connection, () => {});
  // Figures that are kept wake the sweep, so there has to be a queue.
  await jobs.start();
  database = await openDatabase({ connection: testDatabase.connection, jobs, clock });
});
afterAll(async () => {
  await jobs.stop();
  await database.close();
  await testDatabase.close();
});
beforeEach(async () => {
  await testDatabase.empty();
  clock = createTestClock("2026-11-23T05:02:00Z");
  carrier = outsideCarrier();
  readBalance = createReadBalance({
    database,
    clock,
    log: createTestLog(),
    carriers: new Map([["outside", carrier]]),
    keepReportedFigures: createKeepReportedFigures({ database }),
    carrierTimeoutMs: 200,
    balanceFreshSeconds: 300,
  });
  accountId = (await seedAccount(database)).id;
});

async function outsideCard(asOf: Date | null = clock.now()): Promise<string> {
  const card = await seedCard(database, { accountId, carrier: "outside", asOf });
  const id = await seedBundle(database, { cardId: card.id });
  await database.prisma.bundle.update({ where: { id }, data: { carrierBundleRef: "ref-1" } });
  return card.id;
}

const told = (usedMb: number): ReportedBundle => ({
  bundleRef: "ref-1",
  dataTotalBytes: megabytes(10 * 1024),
  dataUsedBytes: megabytes(usedMb),
  voiceTotalSeconds: 0,
  voiceUsedSeconds: 0,
  startsAt: clock.now(),
  expiresAt: new Date(clock.now().getTime() + 7 * DAY_MS),
});

test("figures that are fresh are shown without asking", async () => {
  await outsideCard();
  const balance = await readBalance({ accountId });
  expect(balance).toMatchObject({ figures: "fresh", shown: { bundles: [{ dataUsedBytes: 0n }] } });
  expect(carrier.asked).toBe(0);
});

test("figures that have aged, or that somebody wants anew, are asked for and kept", async () => {
  await outsideCard();
  const asOf = clock.now();
  carrier.tells = async () => ({ asOf, bundles: [told(900), { ...told(1), bundleRef: "bought elsewhere" }] });
  const wanted = await readBalance({ accountId, askAgain: true });
  expect(wanted).toMatchObject({ figures: "fresh", shown: { asOf } });
  expect(wanted!.shown.bundles).toMatchObject([{ dataUsedBytes: megabytes(900), usedUpAt: null }]);

  clock.advance(301_000);
  const later = clock.now();
  carrier.tells = async () => ({ asOf: later, bundles: [told(10 * 1024)] });
  const aged = await readBalance({ accountId });
  expect(aged!.shown).toMatchObject({ asOf: later, bundles: [{ usedUpAt: later }] });
  expect(carrier.asked).toBe(2);
});

test("an older report does not override newer figures", async () => {
  const cardId = await outsideCard();
  carrier.tells = async () => ({ asOf: new Date(clock.now().getTime() - 60_000), bundles: [told(5)] });
  await database.prisma.card.update({ where: { id: cardId }, data: { asOf: clock.now() } });
  const balance = await readBalance({ accountId, askAgain: true });
  expect(balance!.shown.bundles).toMatchObject([{ dataUsedBytes: 0n }]);
});

test("a carrier that never answers costs the time limit and no more", async () => {
  await outsideCard(null);
  const balance = await readBalance({ accountId });
  expect(balance).toMatchObject({ figures: "last_known", shown: { bundles: [{ dataUsedBytes: 0n }] } });
});

test("a carrier that fails, or is not set up, leaves the last known figures", async () => {
  await outsideCard(null);
  carrier.tells = () => Promise.reject(new Error("502"));
  expect((await readBalance({ accountId }))!.figures).toBe("last_known");
  const card = await seedCard(database, { accountId, carrier: "nobody", asOf: null });
  expect((await readBalance({ accountId, cardId: card.id }))!.figures).toBe("last_known");
});

test("what waits at an outside carrier is started by nobody else", async () => {
  const cardId = await outsideCard();
  const waiting = await seedBundle(database, { cardId, startsAt: null });
  await database.prisma.bundle.update({ where: { id: waiting }, data: { carrierBundleRef: "ref-2" } });
  clock.advance(60_000);
  await database.prisma.bundle.updateMany({
    where: { carrierBundleRef: "ref-1" },
    data: { expiresAt: clock.now() },
  });
  const balance = await readBalance({ accountId });
  expect(balance!.shown.bundles.find(({ id }) => id === waiting)!.startsAt).toBeNull();
});
