import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLedger } from "../../src/adapters/carriers/ledger.ts";
import { type Database, openDatabase } from "../../src/db/database.ts";
import { createJobQueue, type JobQueue } from "../../src/db/jobs.ts";
import { BYTES_PER_GB } from "../../src/domain/data-size.ts";
import { DAY_MS } from "../../src/domain/plan.ts";
import type { Renewal } from "../../src/ports/carrier.ts";
import { createReportUsage } from "../../src/use-cases/report-usage.ts";
import { embeddedTestDatabase, findServer, serverTestDatabase, type TestDatabase } from "../kit/database.ts";
import { newIccid, seedAccount, seedCard } from "../kit/seed.ts";
import { createTestClock } from "../kit/test-clock.ts";
import { carrierContract } from "./carrier.ts";

const serverUrl = await findServer();
const kinds: [string, () => Promise<TestDatabase>][] = [["embedded", embeddedTestDatabase]];
if (serverUrl) kinds.push(["server", () => serverTestDatabase(serverUrl)]);

const clock = createTestClock("2026-11-23T05:02:00Z");
const plan: Renewal["plan"] = {
  sku: "JP-10GB-7D",
  name: { en: "Japan week" },
  kind: "fixed",
  days: 7,
  dataBytes: 10n * BYTES_PER_GB,
  voiceSeconds: 0,
  fairUseBytes: null,
  countries: ["JP"],
  carrierRef: "",
};

let orders = 0;

/** An order that has been paid for. */
async function order({ prisma }: Database, accountId: string): Promise<string> {
  const chatId = BigInt(9_000_000_000 + ++orders);
  const now = clock.now();
  await prisma.chat.create({ data: { id: chatId, firstName: "Alice", lastSeenAt: now, createdAt: now } });
  const { id } = await prisma.order.create({
    data: {
      number: `HY-${String(orders).padStart(6, "0")}`,
      status: "provisioning",
      chatId,
      accountId,
      createdAt: now,
      updatedAt: now,
    },
  });
  return id;
}

async function renewalOf(database: Database, card?: Renewal["card"]): Promise<Renewal> {
  const account = await seedAccount(database);
  return {
    orderId: await order(database, account.id),
    card: card ?? (await seedCard(database, { accountId: account.id })),
    plan,
    quantity: 1,
    startsAt: null,
  };
}

describe.each(kinds)("on the %s database", (kind, openTestDatabase) => {
  let testDatabase: TestDatabase;
  let jobs: JobQueue;
  let database: Database;
  let ledger: ReturnType<typeof createLedger>;
  beforeAll(async () => {
    testDatabase = await openTestDatabase();
    jobs = createJobQueue(testDatabase.connection, () => {});
    // What is reported wakes the sweep, so there has to be a queue.
    await jobs.start();
    database = await openDatabase({ connection: testDatabase.connection, jobs, clock });
    ledger = createLedger({ database, clock, ledgerSecret: "ledger-secret-of-the-tests" });
  });
  afterAll(async () => {
    await jobs.stop();
    await database.close();
    await testDatabase.close();
  });

  carrierContract(`ledger, ${kind}`, async () => ({
    carrier: ledger,
    renewal: () => renewalOf(database),
    another: (renewal) => renewalOf(database, renewal.card),
    impossible: async () => {
      const card = { id: randomUUID(), iccid: newIccid(), product: "heyon" as const, carrierRef: "" };
      return renewalOf(database, card);
    },
    close: async () => {},
  }));

  describe("extending", () => {
    const clock = createTestClock("2026-11-23T05:02:00Z");
    let ledger: ReturnType<typeof createLedger>;
    beforeAll(() => {
      ledger = createLedger({ database, clock, ledgerSecret: undefined });
    });
    const until = async (id: string) =>
      (await database.prisma.bundle.findUniqueOrThrow({ where: { id } })).expiresAt!;
    const bought = async (renewal: Renewal) => {
      const outcome = await ledger.renew(renewal);
      if (outcome.type !== "renewed") throw new Error(`It was ${outcome.type}`);
      return outcome.bundle;
    };
    const wish = (wasUntil: Date, days = 3) => ({ wasUntil, days, cause: "agent Mia (1)" });

    test("a bundle is extended once from each end, however often and by how many it is asked", async () => {
      const renewal = await renewalOf(database);
      const { bundleRef, expiresAt } = await bought(renewal);
      const later = new Date(+expiresAt! + 3 * DAY_MS);
      const ask = (days: number) => ledger.extend!(renewal.card, bundleRef, wish(expiresAt!, days));
      const outcomes = await Promise.all([ask(3), ask(3), ask(3)]);
      expect(outcomes).toEqual(Array(3).fill({ type: "extended", until: later }));
      expect(await ask(7)).toEqual({ type: "refused", reason: "changed" });
      expect(await until(bundleRef)).toEqual(later);
      expect(await database.prisma.bundleExtension.count({ where: { bundleId: bundleRef } })).toBe(1);
    });

    test("what waits behind an extended bundle starts that much later", async () => {
      const first = await renewalOf(database);
      const { bundleRef, expiresAt } = await bought(first);
      const second = await bought(await renewalOf(database, first.card));
      await ledger.extend!(first.card, bundleRef, wish(expiresAt!));
      clock.advance(8 * DAY_MS);
      const waiting = async () =>
        (await ledger.readBundles(first.card)).bundles.find((found) => found.bundleRef === second.bundleRef);
      expect(await waiting()).toMatchObject({ startsAt: null });
      clock.advance(3 * DAY_MS);
      expect((await waiting())!.startsAt).toEqual(new Date(+expiresAt! + 3 * DAY_MS));
    });

    test("what ended comes back from now on, unless another has followed or a week is over", async () => {
      const gone = await renewalOf(database);
      const { bundleRef, expiresAt } = await bought(gone);
      const followed = await renewalOf(database);
      const first = await bought(followed);
      await bought(await renewalOf(database, followed.card));
      const old = await renewalOf(database);
      const oldest = await bought({ ...old, plan: { ...plan, days: 1 } });
      clock.advance(9 * DAY_MS);
      const ask = (card: Renewal["card"], bundle: { bundleRef: string; expiresAt: Date | null }) =>
        ledger.extend!(card, bundle.bundleRef, wish(bundle.expiresAt!, 1));
      const soonest = +clock.now() + DAY_MS;
      expect((await ask(gone.card, { bundleRef, expiresAt })).type).toBe("extended");
      expect(+(await until(bundleRef))).toBeGreaterThanOrEqual(soonest);
      expect(+(await until(bundleRef))).toBeLessThanOrEqual(+clock.now() + DAY_MS + 1000);
      expect(await ask(followed.card, first)).toEqual({ type: "refused", reason: "followed" });
      expect((await ask(old.card, oldest)).type).toBe("refused");
      expect(await until(oldest.bundleRef)).toEqual(oldest.expiresAt);
    });
  });

  test("a renewal bought while another is in force waits for it, and tells no dates yet", async () => {
    const first = await renewalOf(database);
    await ledger.renew(first);
    const second = await ledger.renew(await renewalOf(database, first.card));
    expect(second).toMatchObject({ type: "renewed", bundle: { startsAt: null, expiresAt: null } });
  });

  test("days bought of a daily plan are its length, and a chosen day its start", async () => {
    const renewal = await renewalOf(database);
    const startsAt = new Date(clock.now().getTime() + 3 * DAY_MS);
    const daily = { ...plan, kind: "daily" as const, days: 1, dataBytes: BYTES_PER_GB };
    await ledger.renew({ ...renewal, plan: daily, quantity: 5, startsAt });
    const { bundles } = await ledger.readBundles(renewal.card);
    expect(bundles).toMatchObject([
      {
        dataTotalBytes: BYTES_PER_GB,
        startsAt,
        expiresAt: new Date(startsAt.getTime() + 5 * DAY_MS),
      },
    ]);
  });

  test("renewals and usage reports at the same moment agree", async () => {
    const first = await renewalOf(database);
    await ledger.renew(first);
    const reportUsage = createReportUsage({ database, clock });
    const use = (turn: number) =>
      reportUsage("ledger", [
        {
          id: `${first.orderId}-${turn}`,
          iccid: first.card.iccid,
          resource: "data",
          amount: Number(BYTES_PER_GB * 2n),
          at: clock.now(),
        },
      ]);
    const second = await renewalOf(database, first.card);
    await Promise.all([use(1), use(2), ledger.renew(second), use(3), use(4), use(5), use(6)]);
    const { bundles } = await ledger.readBundles(first.card);
    const used = bundles.reduce((sum, { dataUsedBytes }) => sum + dataUsedBytes, 0n);
    // Ten of the first, and two of the second if it was there in time to pay.
    expect([10n, 12n].map((count) => count * BYTES_PER_GB)).toContain(used);
    expect(bundles.every(({ startsAt }) => startsAt !== null)).toBe(true);
  });

  test("a card of another carrier is refused", async () => {
    const { id: accountId } = await seedAccount(database);
    const card = await seedCard(database, { accountId, carrier: "airalo" });
    const outcome = await ledger.renew(await renewalOf(database, card));
    expect(outcome).toEqual({ type: "refused", reason: "card_unavailable" });
  });
});
