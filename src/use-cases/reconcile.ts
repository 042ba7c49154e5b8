import type { Database, UnitOfWork } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { PaymentProvider } from "../ports/payment-provider.ts";
import type { KeepProviderEvent } from "./keep-provider-event.ts";
import { type LockedOrder, lifeOf, lockOrder } from "./order/locked-order.ts";
import type { MoveOrder } from "./order/move-order.ts";
import { nextCheckAt } from "./order/next-check.ts";
import { alertDesk } from "./order/order-effects.ts";

interface Deps {
  database: Database;
  clock: Clock;
  log: Log;
  providers: ReadonlyMap<string, PaymentProvider>;
  moveOrder: MoveOrder;
  keepProviderEvent: KeepProviderEvent;
  supportChatId: bigint | undefined;
  reconcileAfterSeconds: number;
  provisionAlertAfterSeconds: number;
}

const BATCH = 50;
const MOST_BATCHES = 10;
const NEWS_EVERY_MS = 10 * 60_000;
/** Read again each time, since a provider's lists may lag. */
const NEWS_OVERLAP_MS = 15 * 60_000;
/** A webhook that was stored and not dealt with for so long lost its job. */
const FORGOTTEN_AFTER_MS = 2 * 60_000;
const KEEP_EVENTS_MS = 30 * 24 * 60 * 60_000;

const DUE_CHECKS = `
  SELECT id FROM "Order" WHERE "checkDueAt" <= $1 ORDER BY "checkDueAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`;
const DUE_DELIVERIES = `
  SELECT id FROM "Order" WHERE "provisionDueAt" <= $1 AND status IN ('paid', 'provisioning')
    AND "heldReason" IS DISTINCT FROM 'amount_mismatch' AND "disputedReason" IS DISTINCT FROM 'disputed'
  ORDER BY "provisionDueAt" LIMIT ${BATCH * MOST_BATCHES}`;
const SLOW_DELIVERIES = `
  SELECT id FROM "Order" WHERE status IN ('paid', 'provisioning') AND "heldReason" IS DISTINCT FROM 'amount_mismatch'
    AND "disputedReason" IS DISTINCT FROM 'disputed' AND "alertedAt" IS NULL AND "paidAt" <= $1
  ORDER BY "paidAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`;

/**
 * Finds what nobody told: money for open orders, checkouts that have ended, refunds, deliveries without a
 * job, webhooks that were stored and forgotten. It only looks at what is due and queues the asking, so its
 * cost grows with what is open. Safe to run at any time, in several processes at once.
 */
export function createReconcile(deps: Deps) {
  const { database, clock, log, providers, moveOrder, keepProviderEvent } = deps;

  return async function reconcile(): Promise<void> {
    await inBatches(DUE_CHECKS, check, () => clock.now());
    await resumeDeliveries();
    const slowBefore = () => new Date(clock.now().getTime() - deps.provisionAlertAfterSeconds * 1000);
    await inBatches(SLOW_DELIVERIES, callHuman, slowBefore);
    await resumeEvents();
    for (const provider of providers.values()) await readNews(provider);
  };

  /** Each batch is one transaction; what another process holds is left to it. */
  async function inBatches(
    sql: string,
    deal: (unit: UnitOfWork, order: LockedOrder) => Promise<void>,
    until: () => Date,
  ): Promise<void> {
    for (let batch = 0; batch < MOST_BATCHES; batch++) {
      const count = await database.transact(async (unit) => {
        const rows = await unit.tx.$queryRawUnsafe<{ id: string }[]>(sql, until());
        for (const { id } of rows) {
          const order = await lockOrder(unit.tx, id);
          if (order) await deal(unit, order);
        }
        return rows.length;
      });
      if (count < BATCH) return;
    }
  }

  /** Queues the questions an order has for its provider, and says when it is to be asked again. */
  async function check(unit: UnitOfWork, order: LockedOrder): Promise<void> {
    const now = clock.now();
    const cause = "reconciliation";
    const { id, provider, checkoutSessionId, checkoutExpiresAt, status } = order;
    if (status === "awaiting_payment" && !checkoutSessionId && (checkoutExpiresAt ?? now) <= now) {
      // The provider never answered, so nobody was shown a way to pay.
      await moveOrder(unit, order, { event: { type: "checkout_expired" }, cause });
      return;
    }
    if (provider && checkoutSessionId && (status === "awaiting_payment" || status === "confirming")) {
      const about = { type: "session" as const, id: checkoutSessionId };
      await unit.send("check-payment", { provider, about, cause }, { singletonKey: checkoutSessionId });
    }
    for (const payment of order.payments) {
      const paymentId = payment.providerPaymentId;
      if (payment.status === "refunding") {
        await unit.send("refund", { orderId: id, paymentId }, { singletonKey: paymentId });
      }
      if (payment.status === "pending" && payment.checkoutSessionId !== checkoutSessionId) {
        const about = { type: "payment" as const, id: paymentId };
        await unit.send(
          "check-payment",
          { provider: payment.provider, about, cause },
          { singletonKey: paymentId },
        );
      }
    }
    const checkDueAt = nextCheckAt(lifeOf(order), order, now, deps.reconcileAfterSeconds);
    await unit.tx.order.update({ where: { id }, data: { checkDueAt } });
  }

  /** A delivery that is due has a job already, unless that was lost; a second one finds nothing to do. */
  async function resumeDeliveries(): Promise<void> {
    const due = await database.query<{ id: string }>("due-deliveries", DUE_DELIVERIES, [clock.now()]);
    if (due.length === 0) return;
    await database.transact(async ({ send }) => {
      for (const { id } of due) await send("provision", { orderId: id }, { singletonKey: `${id}:due` });
    });
  }

  async function callHuman(unit: UnitOfWork, order: LockedOrder): Promise<void> {
    const { id, chatId } = order;
    await unit.tx.order.update({ where: { id }, data: { alertedAt: clock.now() } });
    await alertDesk(unit, order, { reason: "slow_delivery" }, { ...deps, now: clock.now() });
    await unit.say(chatId, { type: "order_progress", orderId: id, stage: "delayed" }, `order:${id}:delayed`);
  }

  async function resumeEvents(): Promise<void> {
    const forgotten = await database.prisma.providerEvent.findMany({
      where: { processedAt: null, receivedAt: { lt: new Date(clock.now().getTime() - FORGOTTEN_AFTER_MS) } },
      orderBy: { receivedAt: "asc" },
      take: BATCH,
    });
    if (forgotten.length === 0) return;
    await database.transact(async ({ send }) => {
      for (const { provider, eventId, objectId, objectType } of forgotten) {
        const about = {
          type: objectType === "session" ? ("session" as const) : ("payment" as const),
          id: objectId,
        };
        const news = { provider, about, cause: `webhook ${eventId}` };
        await send("check-payment", news, { singletonKey: objectId });
      }
    });
  }

  /**
   * What the provider says has happened, webhook or not: refunds and disputes made at its desk, and money
   * for whatever nobody asks about any more. What is known already is let go by the intake.
   */
  async function readNews(provider: PaymentProvider): Promise<void> {
    const now = clock.now();
    const name = `news:${provider.name}`;
    const watermark = await database.prisma.watermark.findUnique({ where: { name } });
    if (watermark && now.getTime() - watermark.at.getTime() < NEWS_EVERY_MS) return;
    const since = watermark ? new Date(watermark.at.getTime() - NEWS_OVERLAP_MS) : await firstSale(provider);
    try {
      for await (const signal of provider.eventsSince(since)) {
        await keepProviderEvent(provider.name, signal, "reconciliation");
      }
    } catch (error) {
      log.warn({ provider: provider.name, err: { message: String(error) } }, "News could not be read");
      return;
    }
    await database.prisma.watermark.upsert({
      where: { name },
      create: { name, at: now },
      update: { at: now },
    });
    const before = new Date(now.getTime() - KEEP_EVENTS_MS);
    await database.prisma.providerEvent.deleteMany({ where: { processedAt: { lt: before } } });
  }

  /** Where the first look begins; providers remember no longer than we do. */
  async function firstSale({ name }: PaymentProvider): Promise<Date> {
    const now = clock.now().getTime();
    const { _min: first } = await database.prisma.order.aggregate({
      _min: { createdAt: true },
      where: { provider: name },
    });
    return new Date(Math.max(first.createdAt?.getTime() ?? now, now - KEEP_EVENTS_MS));
  }
}

export type Reconcile = ReturnType<typeof createReconcile>;
