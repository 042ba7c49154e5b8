import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { megabytes } from "../../src/domain/data-size.ts";
import { DAY_MS } from "../../src/domain/plan.ts";
import { embeddedTestDatabase, findServer, serverTestDatabase, type TestDatabase } from "../kit/database.ts";
import { newIccid, seedAccount, seedBundle, seedCard } from "../kit/seed.ts";
import { listenToStatements, type Statements } from "../kit/statements.ts";
import { type ReportedUsage, reportUsage, signLedger } from "../kit/usage-report.ts";
import { startWorld, type World } from "../kit/world.ts";

const serverUrl = await findServer();
const kinds: [string, () => Promise<TestDatabase>][] = [["embedded", embeddedTestDatabase]];
if (serverUrl) kinds.push(["server", () => serverTestDatabase(serverUrl)]);

describe.each(kinds)("on the %s database", (_kind, openTestDatabase) => {
  let database: TestDatabase;
  let statements: Statements;
  let world: World;
  beforeAll(async () => {
    database = await openTestDatabase();
    statements = listenToStatements(database);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    world = await startWorld({ database });
  });
  afterEach(() => world.stop());

  let ids = 0;
  const event = (iccid: string, more: Partial<ReportedUsage> = {}): ReportedUsage => ({
    id: `event-${++ids}`,
    iccid,
    kind: "data",
    amount: 1024 ** 2,
    at: world.clock.now().toISOString(),
    ...more,
  });
  const bundle = (id: string) => world.app.database.prisma.bundle.findUniqueOrThrow({ where: { id } });

  async function cardWithData(): Promise<{ cardId: string; iccid: string; bundleId: string }> {
    const account = await seedAccount(world.app.database);
    const card = await seedCard(world.app.database, { accountId: account.id, asOf: null });
    return {
      cardId: card.id,
      iccid: card.iccid,
      bundleId: await seedBundle(world.app.database, { cardId: card.id }),
    };
  }

  test("a report drains the bundle and dates the figures", async () => {
    const { cardId, iccid, bundleId } = await cardWithData();
    const answer = await reportUsage(world, [
      event(iccid, { amount: Number(megabytes(900)), country: "JP" }),
    ]);
    expect(answer).toEqual({
      status: 200,
      answer: { applied: 1, duplicates: 0, unknown: 0, unknownIccids: [] },
    });
    expect((await bundle(bundleId)).dataUsedBytes).toBe(megabytes(900));
    const card = await world.app.database.prisma.card.findUniqueOrThrow({ where: { id: cardId } });
    expect(card.asOf!.getTime()).toBeGreaterThan(world.clock.now().getTime() - 60_000);
  });

  test("the sandbox's network is understood", async () => {
    const { iccid, bundleId } = await cardWithData();
    const { createUsageReporter } = await import("../../src/sandbox/usage-reporter.ts");
    const network = createUsageReporter({
      url: () => `${world.app.url}/webhooks/carriers/ledger`,
      secret: "ledger-secret-of-the-tests",
      now: () => world.clock.now(),
    });
    expect(await network.report([{ iccid, kind: "data", amount: 5 }])).toEqual({ status: 200 });
    expect((await bundle(bundleId)).dataUsedBytes).toBe(5n);
  });

  test("an event counts once, in the same report, in the next, and in several at once", async () => {
    const { iccid, bundleId } = await cardWithData();
    const same = event(iccid, { amount: 100 });
    expect((await reportUsage(world, [same, same])).answer).toMatchObject({ applied: 1, duplicates: 1 });
    expect((await reportUsage(world, [same])).answer).toMatchObject({ applied: 0, duplicates: 1 });
    const other = event(iccid, { amount: 7 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => reportUsage(world, [other, same])));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(answers.filter(({ answer }) => answer.applied === 1)).toHaveLength(1);
    expect((await bundle(bundleId)).dataUsedBytes).toBe(107n);
  });

  test("reports that come at once for the same cards add up and never wait for ever", async () => {
    const cards = await Promise.all(Array.from({ length: 6 }, cardWithData));
    const reports = Array.from({ length: 8 }, (_, turn) => {
      const events = cards.map(({ iccid }) => event(iccid, { amount: 10 }));
      return reportUsage(world, turn % 2 ? events : events.reverse());
    });
    for (const { status } of await Promise.all(reports)) expect(status).toBe(200);
    for (const { bundleId } of cards) expect((await bundle(bundleId)).dataUsedBytes).toBe(80n);
  });

  test("unknown cards are told and do not hold up the rest, and count once they are there", async () => {
    const { iccid } = await cardWithData();
    const stranger = newIccid();
    const early = event(stranger, { amount: 3 });
    const { status, answer } = await reportUsage(world, [early, event(iccid), event("not an iccid")]);
    expect(status).toBe(200);
    expect(answer).toMatchObject({ applied: 1, unknown: 2, unknownIccids: [stranger, "not an iccid"] });

    const { id: accountId } = await seedAccount(world.app.database);
    const card = await seedCard(world.app.database, { accountId, iccid: stranger });
    const late = await seedBundle(world.app.database, { cardId: card.id });
    expect((await reportUsage(world, [early])).answer).toMatchObject({ applied: 1, duplicates: 0 });
    expect((await bundle(late)).dataUsedBytes).toBe(3n);
  });

  test("a card of another carrier is not the ledger's to book", async () => {
    const { id: accountId } = await seedAccount(world.app.database);
    const card = await seedCard(world.app.database, { accountId, carrier: "airalo" });
    await seedBundle(world.app.database, { cardId: card.id });
    expect((await reportUsage(world, [event(card.iccid)])).answer).toMatchObject({ unknown: 1 });
  });

  test("calls and messages drain what is theirs", async () => {
    const { id: accountId } = await seedAccount(world.app.database);
    const card = await seedCard(world.app.database, { accountId });
    const id = await seedBundle(world.app.database, { cardId: card.id, voiceTotalMin: 10, smsTotal: 5 });
    await reportUsage(world, [
      event(card.iccid, { kind: "voice", amount: 90 }),
      event(card.iccid, { kind: "sms", amount: 2 }),
    ]);
    expect(await bundle(id)).toMatchObject({ voiceUsedSeconds: 90, smsUsed: 2, dataUsedBytes: 0n });
  });

  test("what waits starts when the one before is used up, and pays the rest", async () => {
    const { cardId, iccid, bundleId } = await cardWithData();
    const waiting = await seedBundle(world.app.database, { cardId, startsAt: null });
    world.clock.advance(DAY_MS);
    const at = world.clock.now();
    await reportUsage(world, [event(iccid, { amount: Number(megabytes(11 * 1024)), at: at.toISOString() })]);
    expect((await bundle(bundleId)).usedUpAt).toEqual(at);
    expect(await bundle(waiting)).toMatchObject({ startsAt: at, dataUsedBytes: megabytes(1024) });
  });

  test("events come in any order, from before the bundle, from the future and after its end", async () => {
    const { cardId, iccid, bundleId } = await cardWithData();
    const now = world.clock.now().getTime();
    const at = (ms: number) => new Date(now + ms).toISOString();
    const { status, answer } = await reportUsage(world, [
      event(iccid, { amount: 1, at: at(40 * DAY_MS) }),
      event(iccid, { amount: 10, at: at(0) }),
      event(iccid, { amount: 100, at: at(-400 * DAY_MS) }),
    ]);
    expect([status, answer.applied]).toEqual([200, 3]);
    // From the future counts as now; from before the bundle there was nothing to pay.
    expect((await bundle(bundleId)).dataUsedBytes).toBe(11n);

    world.clock.advance(8 * DAY_MS);
    const second = await seedBundle(world.app.database, { cardId, now: world.clock.now() });
    await reportUsage(world, [
      event(iccid, { amount: 1000, at: at(1 * DAY_MS) }),
      event(iccid, { amount: 5 }),
    ]);
    expect((await bundle(bundleId)).dataUsedBytes).toBe(1011n);
    expect((await bundle(second)).dataUsedBytes).toBe(5n);
  });

  test("usage beyond everything is taken, and nothing becomes negative", async () => {
    const { iccid, bundleId } = await cardWithData();
    expect((await reportUsage(world, [event(iccid, { amount: Number.MAX_SAFE_INTEGER })])).status).toBe(200);
    expect((await bundle(bundleId)).dataUsedBytes).toBe(megabytes(10 * 1024));
    expect((await reportUsage(world, [event(iccid), event(iccid, { country: "FR" })])).status).toBe(200);
  });

  test("a forged, stale, missing or foreign signature is refused", async () => {
    const { iccid, bundleId } = await cardWithData();
    const body = JSON.stringify({ events: [event(iccid)] });
    const now = world.clock.now();
    const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
    const bad = [
      null,
      "",
      "t=,v1=",
      "garbage",
      `t=${Math.floor(now.getTime() / 1000)},v1=${"0".repeat(64)}`,
      `t=${Math.floor(now.getTime() / 1000)},v1=short`,
      signLedger(body, now, "another-secret-altogether"),
      signLedger(`${body} `, now),
      signLedger(body, minutesAgo(6)),
      signLedger(body, minutesAgo(-6)),
    ];
    for (const signature of bad) {
      expect([signature, (await reportUsage(world, body, { signature })).status]).toEqual([signature, 401]);
    }
    expect((await bundle(bundleId)).dataUsedBytes).toBe(0n);
    expect((await reportUsage(world, body, { signature: signLedger(body, minutesAgo(4)) })).status).toBe(200);
  });

  test("either of two signatures will do while the secret is changed", async () => {
    const { iccid } = await cardWithData();
    const body = JSON.stringify({ events: [event(iccid)] });
    const now = world.clock.now();
    const [, mine] = signLedger(body, now).split(",");
    const signature = `${signLedger(body, now, "the-secret-of-tomorrow")},${mine}`;
    expect((await reportUsage(world, body, { signature })).status).toBe(200);
  });

  test("a carrier that reports nothing here does not exist", async () => {
    expect((await reportUsage(world, [], { carrier: "nobody" })).status).toBe(404);
    expect((await reportUsage(world, [], { carrier: "__proto__" })).status).toBe(404);
  });

  test("what cannot be read is refused whole, saying which event and why", async () => {
    const { iccid, bundleId } = await cardWithData();
    const wrong: [ReportedUsage[] | string | Uint8Array, RegExp][] = [
      ["{", /not JSON/],
      [new Uint8Array([0x7b, 0xff, 0x7d]), /not JSON in UTF-8/],
      ["[]", /The body must be an object/],
      ["{}", /events must be a list/],
      ['{"events":[null]}', /events\[0\] must be an object/],
      [[event(iccid), event(iccid, { amount: -1 })], /events\[1\]\.amount must not be negative/],
      [[event(iccid, { amount: 1.5 })], /events\[0\]\.amount must be a whole number/],
      [[event(iccid, { amount: "5" as never })], /events\[0\]\.amount must be a whole number/],
      [[event(iccid, { kind: "fax" })], /events\[0\]\.kind must be data, voice or sms/],
      [[event(iccid, { at: "yesterday" })], /events\[0\]\.at must be a time with its zone/],
      [[event(iccid, { at: "2026-11-23T14:02:00" })], /events\[0\]\.at must be a time with its zone/],
      [[event(iccid, { id: "" })], /events\[0\]\.id must not be empty/],
      [[event(iccid, { id: "a\u0000b" })], /events\[0\]\.id must not contain control characters/],
      [[event(iccid, { country: "Japan" })], /events\[0\]\.country must be an ISO/],
    ];
    for (const [body, reason] of wrong) {
      const { status, answer } = await reportUsage(world, body);
      expect(status).toBe(400);
      expect((answer.reasons as string[]).join("\n")).toMatch(reason);
    }
    expect((await bundle(bundleId)).dataUsedBytes).toBe(0n);
    expect(await world.app.database.prisma.usageReport.count()).toBe(0);
  });

  test("ids are remembered for weeks and not for ever", async () => {
    const { iccid } = await cardWithData();
    const old = event(iccid);
    await reportUsage(world, [old]);
    world.clock.advance(20 * DAY_MS);
    await world.app.catchUp();
    expect((await reportUsage(world, [old])).answer).toMatchObject({ duplicates: 1 });
    world.clock.advance(11 * DAY_MS);
    await world.app.catchUp();
    expect(await world.app.database.prisma.usageReport.count()).toBe(0);
  });

  test("an empty report is fine, and one of two megabytes is too large", async () => {
    expect((await reportUsage(world, [])).answer).toMatchObject({ applied: 0, unknown: 0 });
    expect((await reportUsage(world, "x".repeat(2 * 1024 * 1024))).status).toBe(413);
  });

  test("five thousand events of a thousand cards are booked in a handful of statements", async () => {
    const { prisma } = world.app.database;
    const { id: accountId } = await seedAccount(world.app.database);
    const now = world.clock.now();
    const iccids = Array.from({ length: 1_000 }, newIccid);
    await prisma.card.createMany({
      data: iccids.map((iccid) => ({
        accountId,
        iccid,
        product: "heyon" as const,
        carrier: "ledger",
        createdAt: now,
      })),
    });
    const cards = await prisma.card.findMany({ select: { id: true } });
    await prisma.bundle.createMany({
      data: cards.map(({ id }) => ({
        cardId: id,
        planSku: "JP-10GB-7D",
        planName: { en: "Japan week" },
        kind: "fixed" as const,
        countries: ["JP"],
        dataTotalBytes: megabytes(10),
        durationSeconds: 7 * 86_400,
        startsAt: now,
        expiresAt: new Date(now.getTime() + 7 * DAY_MS),
        createdAt: now,
      })),
    });
    const events = Array.from({ length: 5_000 }, (_, index) =>
      event(iccids[index % 1_000]!, { amount: 1_000 }),
    );
    statements.length = 0;
    const { status, answer } = await reportUsage(world, events);
    const booking = statements.filter((sql) => /"(Card|Bundle|UsageReport)"/.test(sql));
    expect(booking).toHaveLength(5);
    expect(status).toBe(200);
    expect(answer).toMatchObject({ applied: 5_000, duplicates: 0 });
    const sum = await prisma.bundle.aggregate({
      _sum: { dataUsedBytes: true },
      _min: { dataUsedBytes: true },
    });
    expect([sum._sum.dataUsedBytes, sum._min.dataUsedBytes]).toEqual([5_000_000n, 5_000n]);
  });
});
