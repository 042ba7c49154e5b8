import type { Database, UnitOfWork } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { CheckoutTruth, PaymentProvider } from "../ports/payment-provider.ts";
import { type LockedOrder, lockOrder } from "./order/locked-order.ts";
import type { MoveOrder } from "./order/move-order.ts";

export interface PaymentNews {
  provider: string;
  /** What to ask the provider about. */
  about: { type: "session" | "payment"; id: string };
  /** For the history: `webhook evt_…`, `reconciliation`, `operator`, … */
  cause: string;
  /** An expiry is not told: the customer is just now being answered. */
  quiet?: boolean;
}

export type PaymentApplied =
  | { type: "applied"; orderId: string; moved: boolean }
  /** No order of ours, or nothing at the provider. */
  | { type: "not_ours" };

/** A checkout that the provider still shows as open so long after its time is ended by us. */
const EXPIRY_GRACE_MS = 5 * 60_000;
const MOST_ROUNDS = 10;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The one door for money news: webhook, reconciliation and operator all end here. The provider's truth is
 * fetched, and applied only if the order has not changed since it was asked for, so that an older truth
 * never overwrites a newer one. Safe to call at any time, any number of times. Throws when the provider
 * does not answer.
 */
export function createApplyPayment(deps: {
  database: Database;
  clock: Clock;
  log: Log;
  providers: ReadonlyMap<string, PaymentProvider>;
  moveOrder: MoveOrder;
}) {
  const { database, clock, log, providers, moveOrder } = deps;

  return async function applyPayment(news: PaymentNews): Promise<PaymentApplied> {
    const provider = providers.get(news.provider);
    if (!provider) throw new Error(`No payment provider ${news.provider}`);
    let known = await findOrder(news);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const truth = await readTruth(provider, news.about);
      if (!truth?.orderId || !UUID.test(truth.orderId)) return { type: "not_ours" };
      if (known?.id !== truth.orderId) {
        // Asked without knowing whose it is: now that we know, ask again from a known point on.
        known = await readVersion(truth.orderId);
        if (!known) return strayMoney(truth);
        continue;
      }
      const asked: KnownOrder = known;
      const applied = await database.transact((unit) => apply(unit, asked, truth, news));
      if (applied !== "changed_meanwhile") return applied;
      known = await readVersion(truth.orderId);
    }
    throw new Error("The order kept changing while its payment was applied");
  };

  async function apply(
    unit: UnitOfWork,
    asked: KnownOrder,
    truth: CheckoutTruth,
    news: PaymentNews,
  ): Promise<PaymentApplied | "changed_meanwhile"> {
    const locked = await lockOrder(unit.tx, asked.id);
    if (!locked || locked.version !== asked.version) return "changed_meanwhile";
    const current = truth.sessionId === locked.checkoutSessionId;
    let order: LockedOrder = locked;
    let moved = false;
    const { payment } = truth;
    if (payment) {
      const { method, receiptUrl, failure } = payment;
      const result = await moveOrder(unit, order, {
        event: { type: "payment_seen", payment, checkout: { status: truth.status, current } },
        cause: news.cause,
        ...(news.quiet && { quiet: true }),
        seen: {
          checkoutSessionId: truth.sessionId,
          ...(method && { method }),
          ...(receiptUrl && { receiptUrl }),
        },
        detail: { ...(method && { method }), ...(failure && { failure }) },
      });
      if (result.ok) {
        order = result.value.order;
        moved = result.value.moved;
      }
    }
    if (truth.status === "expired" && current) {
      const result = await moveOrder(unit, order, {
        event: { type: "checkout_expired" },
        cause: news.cause,
        ...(news.quiet && { quiet: true }),
      });
      moved ||= result.ok && result.value.moved;
    }
    if (truth.status === "open" && isOverdue(order)) {
      const session = { provider: news.provider, sessionId: truth.sessionId };
      await unit.send("end-checkout", session, { singletonKey: truth.sessionId });
    }
    return { type: "applied", orderId: order.id, moved };
  }

  function isOverdue({ checkoutExpiresAt }: LockedOrder): boolean {
    const end = checkoutExpiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
    return clock.now().getTime() > end + EXPIRY_GRACE_MS;
  }

  function readTruth(provider: PaymentProvider, { type, id }: PaymentNews["about"]) {
    return type === "session" ? provider.readCheckout(id) : provider.findCheckoutOfPayment(id);
  }

  async function findOrder({ provider, about: { type, id } }: PaymentNews): Promise<KnownOrder | null> {
    const select = { id: true, version: true };
    if (type === "session") {
      return database.prisma.order.findUnique({ where: { checkoutSessionId: id }, select });
    }
    const payment = await database.prisma.payment.findUnique({
      where: { provider_providerPaymentId: { provider, providerPaymentId: id } },
      select: { order: { select } },
    });
    return payment?.order ?? null;
  }

  function readVersion(id: string): Promise<KnownOrder | null> {
    return database.prisma.order.findUnique({ where: { id }, select: { id: true, version: true } });
  }

  /** Names an order that does not exist: never ours to keep, and nothing to attach it to. */
  function strayMoney({ sessionId, payment }: CheckoutTruth): PaymentApplied {
    if (payment?.status === "succeeded") log.error({ sessionId }, "Money for an order that does not exist");
    return { type: "not_ours" };
  }
}

interface KnownOrder {
  id: string;
  version: number;
}

export type ApplyPayment = ReturnType<typeof createApplyPayment>;
