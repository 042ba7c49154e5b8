import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase } from "../../src/db/database.ts";
import { createJobQueue } from "../../src/db/jobs.ts";
import { megabytes } from "../../src/domain/data-size.ts";
import type { Carrier } from "../../src/ports/carrier.ts";
import { createKeepReportedFigures } from "../../src/use-cases/keep-reported-figures.ts";
import { createAskSoon, createPollCarriers } from "../../src/use-cases/nudge/poll-carriers.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { createTestLog } from "../kit/log.ts";
import { seedAccount, seedBundle, seedCard } from "../kit/seed.ts";
import { createTestClock } from "../kit/test-clock.ts";

let testDatabase: TestDatabase;
let database: Database;
const clock = createTestClock("2026-11-23T05:02:00Z");
beforeAll(async () => {
  testDatabase = await embeddedTestDatabase();
  const jobs = createJobQueue(testDatabase.connection, () => {});
  database = await openDatabase({ connection: testDatabase.connection, jobs, clock });
  await jobs.start();
  await jobs.stop();
});
afterAll(async () => {
  await database.close();
  await testDatabase.close();
});
beforeEach(() => testDatabase.empty());

async function cards(count: number, pollDueAt: Date | null) {
  const { id: accountId } = await seedAccount(database);
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const card = await seedCard(database, { accountId, carrier: "outside", carrierRef: `ref-${index}` });
      const bundleId = await seedBundle(database, { cardId: card.id });
      const data = { carrierBundleRef: `bundle-${card.id}` };
      await database.prisma.bundle.update({ where: { id: bundleId }, data });
      await database.prisma.card.update({ where: { id: card.id }, data: { pollDueAt } });
      return { ...card, bundleId };
    }),
  );
}

function outside(answers: () => boolean) {
  const asked: string[] = [];
  const carrier = {
    name: "outside",
    figuresAreOurs: false,
    async readBundles({ id }) {
      asked.push(id);
      if (!answers()) throw new Error("down");
      const startsAt = new Date("2026-11-23T05:02:00Z");
      const expiresAt = new Date("2026-11-30T05:02:00Z");
      const figures = { dataTotalBytes: megabytes(10_240), dataUsedBytes: megabytes(9_700) };
      const voice = { voiceTotalSeconds: 0, voiceUsedSeconds: 0 };
      const bundle = { bundleRef: `bundle-${id}`, ...figures, ...voice, startsAt, expiresAt };
      return { asOf: clock.now(), bundles: [bundle] };
    },
  } as Carrier;
  return { asked, carriers: new Map([["outside", carrier]]) };
}

function poller(carriers: ReadonlyMap<string, Carrier>, pollsPerMinute = 5) {
  const pauses: number[] = [];
  const pollCarriers = createPollCarriers({
    ...{ database, clock, carriers, pollsPerMinute, log: createTestLog() },
    keepReportedFigures: createKeepReportedFigures({ database }),
    carrierTimeoutMs: 1_000,
    pause: async (ms) => void pauses.push(ms),
    chance: () => 0.5,
  });
  return { pollCarriers, pauses };
}

test("a round asks what is due, no more than a minute's share, evenly, and the low ones again soon", async () => {
  const due = await cards(7, clock.now());
  const later = await cards(1, new Date(clock.now().getTime() + 60_000));
  const { asked, carriers } = outside(() => true);
  const { pollCarriers, pauses } = poller(carriers);
  await pollCarriers();
  expect(asked).toHaveLength(5);
  expect(pauses).toEqual([9_000, 9_000, 9_000, 9_000]);
  await pollCarriers();
  expect(new Set(asked)).toEqual(new Set(due.map(({ id }) => id)));
  expect(asked).not.toContain(later[0]!.id);
  const { bundleId, id } = due[0]!;
  const bundle = await database.prisma.bundle.findUniqueOrThrow({ where: { id: bundleId } });
  expect(bundle.dataUsedBytes).toBe(megabytes(9_700));
  const card = await database.prisma.card.findUniqueOrThrow({ where: { id } });
  expect(Math.round((card.pollDueAt!.getTime() - clock.now().getTime()) / 60_000)).toBe(10);
  expect(card.nudgeDueAt).toEqual(card.asOf);
});

test("a carrier that fails is left in peace", async () => {
  await cards(5, clock.now());
  const { asked, carriers } = outside(() => false);
  const { pollCarriers } = poller(carriers);
  await pollCarriers();
  expect(asked).toHaveLength(3);
  await pollCarriers();
  expect(asked).toHaveLength(3);
});

test("two processes at once never ask the same", async () => {
  await cards(6, clock.now());
  const { asked, carriers } = outside(() => true);
  await Promise.all([poller(carriers).pollCarriers(), poller(carriers).pollCarriers()]);
  expect([asked.length, new Set(asked).size]).toEqual([6, 6]);
});

test("a carrier's own word that something changed makes its cards the next", async () => {
  const [card, other] = await cards(2, null);
  const askSoon = createAskSoon({ database, clock });
  expect(await askSoon("outside", [card!.iccid, "unknown"])).toEqual({ cards: 1 });
  expect(await askSoon("another", [other!.iccid])).toEqual({ cards: 0 });
  const { asked, carriers } = outside(() => true);
  await poller(carriers).pollCarriers();
  expect(asked).toEqual([card!.id]);
});
