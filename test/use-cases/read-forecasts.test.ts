import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "../../src/db/database.ts";
import { createJobQueue } from "../../src/db/jobs.ts";
import { megabytes } from "../../src/domain/data-size.ts";
import { DAY_MS } from "../../src/domain/plan.ts";
import { createKeepReportedFigures } from "../../src/use-cases/keep-reported-figures.ts";
import { createReadForecasts } from "../../src/use-cases/read-forecasts.ts";
import { createReportUsage } from "../../src/use-cases/report-usage.ts";
import { createThinUsageSamples } from "../../src/use-cases/thin-usage-samples.ts";
import { embeddedTestDatabase, findServer, serverTestDatabase, type TestDatabase } from "../kit/database.ts";
import { type SeededCard, seedAccount, seedBundle, seedCard } from "../kit/seed.ts";
import { listenToStatements, type Statements } from "../kit/statements.ts";
import { createTestClock, type TestClock } from "../kit/test-clock.ts";

const serverUrl = await findServer();
const kinds: [string, () => Promise<TestDatabase>][] = [["embedded", embeddedTestDatabase]];
if (serverUrl) kinds.push(["server", () => serverTestDatabase(serverUrl)]);

const HOUR_MS = 60 * 60 * 1000;
const START = new Date("2026-11-16T00:00:00Z");

describe.each(kinds)("on the %s database", (_kind, openTestDatabase) => {
  let testDatabase: TestDatabase;
  let database: Database;
  let clock: TestClock;
  let statements: Statements;
  let card: SeededCard;
  let events = 0;
  beforeAll(async () => {
    testDatabase = await openTestDatabase();
    statements = listenToStatements(testDatabase);
    clock = createTestClock(START.toISOString());
    const jobs = createJobQueue(testDatabase.connection, () => {});
    database = await openDatabase({ connection: testDatabase.connection, jobs, clock });
  });
  afterAll(async () => {
    await database.close();
    await testDatabase.close();
  });
  beforeEach(async () => {
    await testDatabase.empty();
    clock = createTestClock(START.toISOString());
    const { id: accountId } = await seedAccount(database);
    card = await seedCard(database, { accountId, asOf: START });
  });

  const carriers = new Map([["ledger", { figuresAreOurs: true }]]);
  const forecasts = (ids: string[]) => createReadForecasts({ database, clock, carriers })(ids, "UTC");
  const use = async (amountMb: number, resource: "data" | "voice" = "data") => {
    const amount = resource === "data" ? Number(megabytes(amountMb)) : amountMb;
    const event = { id: `e${++events}`, iccid: card.iccid, resource, amount, at: clock.now() };
    await createReportUsage({ database, clock })("ledger", [event]);
  };
  const samples = () =>
    database.prisma.usageSample.findMany({ orderBy: [{ since: "asc" }, { resource: "asc" }] });

  test("a plan used evenly runs out when its pace says so, in one statement", async () => {
    const id = await seedBundle(database, { cardId: card.id, now: START });
    for (let hour = 0; hour < 4 * 24; hour += 2) {
      if (hour % 24 >= 8 && hour % 24 < 22) await use(300);
      clock.advance(2 * HOUR_MS);
    }
    statements.length = 0;
    const found = (await forecasts([id])).get(id)!.data!;
    expect(statements).toHaveLength(1);
    if (found.type !== "runs_out") throw new Error(`Expected it to run out: ${JSON.stringify(found)}`);
    expect(found.at.toISOString().slice(0, 10)).toBe("2026-11-20");
    expect(found.end).toBe("plan");
    expect(found.beforeEndMs).toBe(START.getTime() + 7 * DAY_MS - found.at.getTime());
  });

  test("hours of use are kept in one row a day, and nothing is kept of what used nothing", async () => {
    await seedBundle(database, { cardId: card.id, now: START, voiceTotalMin: 10 });
    await use(5);
    clock.advance(HOUR_MS);
    await use(7);
    await use(1);
    await use(90, "voice");
    expect(await samples()).toMatchObject([
      { resource: "data", per: "hour", amounts: [5 * 1024, 8 * 1024, ...new Array(22).fill(0)] },
      { resource: "voice", per: "hour", amounts: [0, 90, ...new Array(22).fill(0)] },
    ]);
    statements.length = 0;
    await createReportUsage({ database, clock })("ledger", []);
    expect(statements.some((sql) => sql.includes("UsageSample"))).toBe(false);
  });

  test("what an outside carrier told is spread over the time since it told last", async () => {
    const outside = await seedCard(database, {
      accountId: (await seedAccount(database)).id,
      carrier: "outside",
      asOf: START,
    });
    const id = await seedBundle(database, { cardId: outside.id, now: START });
    await database.prisma.bundle.update({ where: { id }, data: { carrierBundleRef: "ref" } });
    const keep = createKeepReportedFigures({ database });
    const told = (usedMb: number) => ({
      bundleRef: "ref",
      dataTotalBytes: megabytes(10 * 1024),
      dataUsedBytes: megabytes(usedMb),
      voiceTotalSeconds: 0,
      voiceUsedSeconds: 0,
      startsAt: START,
      expiresAt: new Date(START.getTime() + 7 * DAY_MS),
    });
    const reads = (hours: number, usedMb: number) =>
      keep(outside.id, { asOf: new Date(START.getTime() + hours * HOUR_MS), bundles: [told(usedMb)] });
    await reads(4, 400);
    await reads(5, 400);
    await reads(4.5, 9_000);
    expect((await samples()).map(({ amounts }) => amounts.slice(0, 6))).toEqual([
      [102_400, 102_400, 102_400, 102_400, 0, 0],
    ]);
    await reads(6, 300);
    expect(await samples()).toHaveLength(1);
  });

  test("old days are thinned to months of days, and forgotten after a year", async () => {
    const id = await seedBundle(database, { cardId: card.id, now: START, voiceTotalMin: 10, days: 30 });
    const thin = createThinUsageSamples({ database, clock });
    await use(3);
    clock.advance(HOUR_MS);
    await use(4);
    clock.advance(20 * DAY_MS);
    await use(5);
    await use(60, "voice");
    await thin();
    expect((await samples()).map(({ per }) => per)).toEqual(["hour", "hour", "hour"]);
    clock.advance(25 * DAY_MS);
    await thin();
    const month = new Array<number>(31).fill(0).with(15, 7 * 1024);
    expect((await samples()).map(({ per, amounts }) => ({ per, amounts })).slice(0, 1)).toEqual([
      { per: "day", amounts: month },
    ]);
    // News that is this late is added to its day.
    await database.prisma.usageSample.create({
      data: {
        bundleId: id,
        resource: "data",
        per: "hour",
        since: new Date("2026-11-30"),
        amounts: new Array(24).fill(1),
      },
    });
    clock.advance(20 * DAY_MS);
    statements.length = 0;
    await thin();
    expect(
      (await samples()).map(({ resource, per, since }) => [resource, per, since.toISOString().slice(0, 10)]),
    ).toEqual([
      ["data", "day", "2026-11-01"],
      ["data", "day", "2026-12-01"],
      ["voice", "day", "2026-12-01"],
    ]);
    expect((await samples())[0]!.amounts).toEqual(month.with(29, 24));
    statements.length = 0;
    await thin();
    expect(statements).toHaveLength(2);
    clock.advance(340 * DAY_MS);
    await thin();
    expect((await samples()).map(({ since }) => since.getUTCMonth())).toEqual([11, 11]);
  });

  test("a plan that is not in force, or without limit, has no forecast", async () => {
    const over = await seedBundle(database, { cardId: card.id, now: START, days: 1 });
    const waiting = await seedBundle(database, { cardId: card.id, now: START, startsAt: null });
    const unlimited = await seedBundle(database, {
      cardId: card.id,
      now: START,
      kind: "unlimited",
      totalMb: null,
    });
    const tooNew = await seedBundle(database, { cardId: card.id, now: START, countries: ["KR"], days: 30 });
    clock.advance(0.1 * DAY_MS);
    const ids = [waiting, unlimited, tooNew];
    expect([...(await forecasts(ids))]).toEqual([
      [unlimited, {}],
      [tooNew, { data: { type: "not_enough" } }],
    ]);
    clock.advance(2 * DAY_MS);
    expect((await forecasts([over])).has(over)).toBe(false);
  });
});
