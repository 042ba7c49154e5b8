import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "../../src/db/database.ts";
import type { Prisma } from "../../src/db/generated/client.ts";
import { createJobQueue, type JobQueue } from "../../src/db/jobs.ts";
import { toPlanSnapshot } from "../../src/domain/plan-snapshot.ts";
import type { Carrier, RenewalOutcome, RenewedBundle } from "../../src/ports/carrier.ts";
import { lockOrder } from "../../src/use-cases/order/locked-order.ts";
import { createMoveOrder, type MoveOrder } from "../../src/use-cases/order/move-order.ts";
import { createProvisionOrder, type ProvisionOrder } from "../../src/use-cases/provision-order.ts";
import { toPlan } from "../../src/use-cases/renewal/read-renewal.ts";
import { embeddedTestDatabase, findServer, serverTestDatabase, type TestDatabase } from "../kit/database.ts";
import { createTestLog } from "../kit/log.ts";
import { seedAccount, seedCard, seedPlan } from "../kit/seed.ts";
import { createTestClock, type TestClock } from "../kit/test-clock.ts";

const serverUrl = await findServer();
const databases: [string, (() => Promise<TestDatabase>) | undefined][] = [
  ["embedded", embeddedTestDatabase],
  ["on PostgreSQL", serverUrl ? () => serverTestDatabase(serverUrl) : undefined],
];

/** A carrier that keeps no idempotency at all, so that every second call would be a second renewal. */
function createNaiveCarrier() {
  const carrier = {
    applied: [] as string[],
    asked: 0,
    /** What becomes of the next calls to renew; `renewed` when there is no more. */
    fates: [] as ("lost_before" | "lost_after" | "refused")[],
    /** Held open until resolved. */
    gate: Promise.resolve(),
    name: "ledger",
    figuresAreOurs: false,
    async renew({ orderId }: { orderId: string }): Promise<RenewalOutcome> {
      await carrier.gate;
      const fate = carrier.fates.shift();
      if (fate === "lost_before") throw new Error("connection reset");
      if (fate === "refused") return { type: "refused", reason: "plan_unavailable" };
      carrier.applied.push(orderId);
      if (fate === "lost_after") throw new Error("connection reset");
      return { type: "renewed", bundle: bundleOf(orderId) };
    },
    async findRenewal({ orderId }: { orderId: string }): Promise<RenewedBundle | undefined> {
      carrier.asked++;
      return carrier.applied.includes(orderId) ? bundleOf(orderId) : undefined;
    },
    readBundles: () => Promise.reject(new Error("Not asked for here")),
  };
  return carrier satisfies Carrier;
}

const bundleOf = (orderId: string): RenewedBundle => ({
  bundleRef: orderId,
  startsAt: null,
  expiresAt: null,
});

describe.each(databases.filter(([, open]) => open))("a paid order %s", (_where, open) => {
  let testDatabase: TestDatabase;
  let jobs: JobQueue;
  let database: Database;
  let clock: TestClock;
  let carrier: ReturnType<typeof createNaiveCarrier>;
  let moveOrder: MoveOrder;
  let provisionOrder: ProvisionOrder;
  let orderId: string;
  beforeAll(async () => {
    testDatabase = await open!();
    clock = createTestClock("2026-11-23T05:02:00Z");
    jobs = createJobQueue(testDatabase.connection, () => {});
    database = await openDatabase({ connection: testDatabase.connection, jobs, clock });
    await jobs.start();
  });
  afterAll(async () => {
    await jobs.stop();
    await database.close();
    await testDatabase.close();
  });
  beforeEach(async () => {
    await testDatabase.empty();
    clock = createTestClock("2026-11-23T05:02:00Z");
    carrier = createNaiveCarrier();
    const deps = { database, clock, log: createTestLog(), supportChatId: undefined };
    moveOrder = createMoveOrder({ ...deps, reconcileAfterSeconds: 180 });
    provisionOrder = createProvisionOrder({
      ...deps,
      moveOrder,
      carriers: new Map([[carrier.name, carrier]]),
      provisionAlertAfterSeconds: 600,
    });
    orderId = await seedPaid(database, clock.now());
  });

  const order = () =>
    database.prisma.order.findUniqueOrThrow({ where: { id: orderId }, include: { payments: true } });
  /** The next attempt, when it is due. */
  const tryLater = async () => {
    clock.advance(60 * 60_000);
    await provisionOrder(orderId);
  };

  test("is told to the carrier once, without asking first", async () => {
    await provisionOrder(orderId);
    await provisionOrder(orderId);
    expect(carrier).toMatchObject({ applied: [orderId], asked: 0 });
    expect((await order()).status).toBe("fulfilled");
  });

  test("is not told again when the carrier had done it and the answer was lost", async () => {
    carrier.fates = ["lost_after"];
    await provisionOrder(orderId);
    expect((await order()).status).toBe("provisioning");
    await tryLater();
    expect(carrier).toMatchObject({ applied: [orderId], asked: 1 });
    expect((await order()).status).toBe("fulfilled");
  });

  test("is told again when the carrier says that it never arrived", async () => {
    carrier.fates = ["lost_before", "lost_before"];
    await provisionOrder(orderId);
    await tryLater();
    await tryLater();
    expect(carrier).toMatchObject({ applied: [orderId], asked: 2 });
    expect((await order()).status).toBe("fulfilled");
  });

  test("is tried by one worker at a time, however many jobs there are", async () => {
    let openGate = () => {};
    carrier.gate = new Promise((resolve) => {
      openGate = resolve;
    });
    const workers = Promise.all([1, 2, 3, 4].map(() => provisionOrder(orderId)));
    openGate();
    await workers;
    expect(carrier.applied).toEqual([orderId]);
    expect(await order()).toMatchObject({ status: "fulfilled", provisionAttempts: 1 });
  });

  test("waits for its time: a job that comes early does nothing", async () => {
    carrier.fates = ["lost_before"];
    await provisionOrder(orderId);
    await provisionOrder(orderId);
    expect((await order()).provisionAttempts).toBe(1);
  });

  test("that the carrier refuses for good has all its money on the way back", async () => {
    carrier.fates = ["refused"];
    await provisionOrder(orderId);
    expect(await order()).toMatchObject({ status: "refunding", payments: [{ status: "refunding" }] });
    const { rows } = await testDatabase.connection.executeSql(
      "SELECT data FROM pgboss.job WHERE name = 'refund'",
    );
    expect(rows).toEqual([{ data: { orderId, paymentId: "pi_1" } }]);
  });

  test("refunded while the carrier was at it stays refunded", async () => {
    let openGate = () => {};
    carrier.gate = new Promise((resolve) => {
      openGate = resolve;
    });
    const delivery = provisionOrder(orderId);
    while ((await order()).status !== "provisioning");
    await database.transact(async (unit) => {
      const locked = (await lockOrder(unit.tx, orderId))!;
      const payment = { ...paid, refundedMinor: 1250 };
      const checkout = { status: "complete" as const, current: true };
      await moveOrder(unit, locked, { event: { type: "payment_seen", payment, checkout }, cause: "test" });
    });
    openGate();
    await delivery;
    expect((await order()).status).toBe("refunded");
    const events = await database.prisma.orderEvent.findMany({ where: { orderId }, orderBy: { id: "asc" } });
    expect(events.at(-1)).toMatchObject({ type: "renewed", detail: { to: "refunded" } });
  });
});

const paid = {
  id: "pi_1",
  status: "succeeded" as const,
  amount: { amountMinor: 1250, currency: "USD" },
  refundedMinor: 0,
  refundPendingMinor: 0,
  disputed: false,
};

async function seedPaid(database: Database, now: Date): Promise<string> {
  const account = await seedAccount(database, { chatId: 7 });
  const card = await seedCard(database, { accountId: account.id });
  const { id: planId } = await seedPlan(database);
  const plan = toPlan(await database.prisma.plan.findUniqueOrThrow({ where: { id: planId } }));
  const { id } = await database.prisma.order.create({
    data: {
      number: "HY-4T7K2M",
      status: "paid",
      chatId: 7n,
      accountId: account.id,
      cardId: card.id,
      planId,
      quantity: 1,
      planSnapshot: toPlanSnapshot(plan) as unknown as Prisma.InputJsonObject,
      amountMinor: 1250,
      currency: "USD",
      provider: "stripe",
      paidAt: now,
      createdAt: now,
      updatedAt: now,
      payments: {
        create: {
          provider: "stripe",
          providerPaymentId: "pi_1",
          status: "succeeded",
          amountMinor: 1250,
          currency: "USD",
          createdAt: now,
          updatedAt: now,
        },
      },
    },
  });
  return id;
}
