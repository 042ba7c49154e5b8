import type { Database, UnitOfWork } from "../db/database.ts";
import type { Prisma } from "../db/generated/client.ts";
import type { Money } from "../domain/money.ts";
import { isPayable } from "../domain/order-life.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { PaymentProvider } from "../ports/payment-provider.ts";
import type { ApplyPayment } from "./apply-payment.ts";
import { type LockedOrder, lifeOf, lockOrder, priceOf } from "./order/locked-order.ts";
import type { MoveOrder } from "./order/move-order.ts";
import { type NoPromise, type PricePromise, promiseFor } from "./order/price-promise.ts";
import { findSameOpen } from "./order/same-open-order.ts";

export interface CheckoutWanted {
  orderId: string;
  /** Who asks: an order is paid from the chat it was made in. */
  chatId: bigint;
  /** Of the checkout page. */
  locale: string;
  /** What is bought, for the checkout page and the receipt. */
  title: string;
  description: string;
  /** The price the person saw, where they saw one: another one is not charged. */
  shown?: Money;
}

/** Where to pay. With the order that is to be paid, which is another one when the same was open already. */
export interface CheckoutReady extends Money {
  url: string;
  expiresAt: Date;
  orderId: string;
  number: string;
}

export type CheckoutFailure =
  | NoPromise
  /** Paid already, or free: the news comes by itself. */
  | { type: "already_paid" }
  /** A payment of it is being confirmed by its bank. */
  | { type: "being_confirmed" }
  /** Not this chat's, refunded, held, or its account was unlinked. */
  | { type: "not_payable" }
  | { type: "provider_down" };

interface Deps {
  database: Database;
  clock: Clock;
  log: Log;
  /** New checkouts go to the first. */
  providers: ReadonlyMap<string, PaymentProvider>;
  moveOrder: MoveOrder;
  applyPayment: ApplyPayment;
  /** Where the checkout page sends the customer back to. */
  publicUrl: string;
  checkoutLifetimeSeconds: number;
}

type Prepared =
  | { type: "open"; order: LockedOrder }
  /** A session is to be made, with exactly these parameters. */
  | { type: "make"; order: LockedOrder }
  /** The last session's time is over: the provider has the last word before another is made. */
  | { type: "ask_first"; order: LockedOrder; sessionId: string };

/** A link with less than this left would end under the customer's fingers. */
const SHORTEST_LEFT_MS = 2 * 60_000;
const MOST_ATTEMPTS = 3;

/**
 * Makes an order payable and answers where: an open checkout is resumed, never doubled, also when two
 * presses come at once. What is promised is kept with the order before the provider is asked, so that a
 * crash in between repeats the identical request.
 */
export function createCreateCheckout(deps: Deps) {
  const { database, clock, log, providers, moveOrder, applyPayment } = deps;

  return async function createCheckout(
    wanted: CheckoutWanted,
  ): Promise<Result<CheckoutReady, CheckoutFailure>> {
    let asked: string | undefined;
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const prepared = await database.transact((unit) => prepare(unit, wanted, asked));
      if (!prepared.ok) return prepared;
      const { order } = prepared.value;
      if (prepared.value.type === "open") return ready(order);
      try {
        if (prepared.value.type === "ask_first") {
          asked = prepared.value.sessionId;
          await endLastCheckout(order, asked);
          continue;
        }
        const made = await make(order, wanted);
        if (made) return made;
      } catch (error) {
        log.warn({ orderId: order.id, err: { message: String(error) } }, "Checkout provider did not answer");
        return fail({ type: "provider_down" });
      }
    }
    log.error({ orderId: wanted.orderId }, "No checkout after several attempts");
    return fail({ type: "provider_down" });
  };

  async function prepare(
    unit: UnitOfWork,
    wanted: CheckoutWanted,
    asked: string | undefined,
  ): Promise<Result<Prepared, CheckoutFailure>> {
    const { tx } = unit;
    // One checkout at a time per chat: two identical orders must see each other.
    await tx.$queryRaw`SELECT 1 FROM "Chat" WHERE id = ${wanted.chatId} FOR NO KEY UPDATE`;
    const given = await lockOrder(tx, wanted.orderId);
    if (!given || given.chatId !== wanted.chatId) return fail({ type: "not_payable" });
    const chat = await tx.chat.findUnique({ where: { id: wanted.chatId }, select: { accountId: true } });
    if (chat?.accountId !== given.accountId) return fail({ type: "not_payable" });

    const order = (given.status === "draft" && (await findSameOpen(tx, given))) || given;
    if (order.id !== given.id) await tx.order.delete({ where: { id: given.id } });
    return step(unit, order, wanted, asked);
  }

  async function step(
    unit: UnitOfWork,
    order: LockedOrder,
    wanted: CheckoutWanted,
    asked: string | undefined,
  ): Promise<Result<Prepared, CheckoutFailure>> {
    const { status, checkoutSessionId, checkoutUrl } = order;
    if (status === "confirming") return fail({ type: "being_confirmed" });
    if (["paid", "provisioning", "fulfilled"].includes(status)) return fail({ type: "already_paid" });
    if (!isPayable(lifeOf(order))) return fail({ type: "not_payable" });
    if (status === "awaiting_payment" && hasTimeLeft(order)) {
      return ok({ type: checkoutSessionId && checkoutUrl ? "open" : "make", order });
    }
    if (checkoutSessionId && checkoutSessionId !== asked) {
      return ok({ type: "ask_first", order, sessionId: checkoutSessionId });
    }
    const promise = await promiseFor(unit.tx, order, wanted.shown, clock.now());
    if (!promise.ok) return promise;
    return begin(unit, order, promise.value);
  }

  async function begin(
    unit: UnitOfWork,
    order: LockedOrder,
    { price, snapshot }: PricePromise,
  ): Promise<Result<Prepared, CheckoutFailure>> {
    const [provider] = providers.values();
    if (!provider) throw new Error("No payment provider is set up");
    const promise = {
      amountMinor: price.amountMinor,
      currency: price.currency,
      planSnapshot: snapshot as unknown as Prisma.InputJsonObject,
      provider: provider.name,
      checkoutSessionId: null,
      checkoutUrl: null,
    };
    if (price.amountMinor === 0) {
      const where = { id: order.id };
      const free = await unit.tx.order.update({ where, data: promise, include: { payments: true } });
      await moveOrder(unit, free, { event: { type: "nothing_to_pay" }, cause: "customer" });
      return fail({ type: "already_paid" });
    }
    const moved = await moveOrder(unit, order, {
      event: { type: "checkout_started" },
      cause: "customer",
      detail: { ...price },
      data: { ...promise, checkoutAttempt: { increment: 1 }, checkoutExpiresAt: freshExpiry() },
    });
    return moved.ok ? ok({ type: "make", order: moved.value.order }) : fail({ type: "not_payable" });
  }

  /** Asks the provider for the session and keeps it; undefined when another attempt is needed. */
  async function make(
    order: LockedOrder,
    { locale, title, description }: CheckoutWanted,
  ): Promise<Result<CheckoutReady, CheckoutFailure> | undefined> {
    const provider = providers.get(order.provider ?? "")!;
    const page = (path: string) => `${deps.publicUrl}/pay/${path}?lang=${encodeURIComponent(locale)}`;
    const outcome = await provider.createCheckout({
      orderId: order.id,
      orderNumber: order.number,
      attempt: order.checkoutAttempt,
      amount: priceOf(order)!,
      title,
      description,
      locale,
      expiresAt: order.checkoutExpiresAt!,
      successUrl: page("done"),
      cancelUrl: page("canceled"),
    });
    if (outcome.type === "refused") {
      log.error({ orderId: order.id, reason: outcome.reason }, "Checkout refused by the provider");
      return fail({ type: "provider_down" });
    }
    return database.transact(async (unit) => {
      const current = await lockOrder(unit.tx, order.id);
      if (!current || current.checkoutAttempt !== order.checkoutAttempt) return undefined;
      if (outcome.type === "key_used") {
        const data = { checkoutAttempt: { increment: 1 }, checkoutExpiresAt: freshExpiry() };
        await unit.tx.order.update({ where: { id: order.id }, data });
        return undefined;
      }
      const { id: sessionId, url } = outcome.session;
      const kept = await unit.tx.order.update({
        where: { id: order.id },
        data: { checkoutSessionId: sessionId, checkoutUrl: url },
        include: { payments: true },
      });
      if (kept.status === "awaiting_payment") return ready(kept);
      // Canceled meanwhile: nobody may pay it by accident.
      await unit.send("end-checkout", { provider: provider.name, sessionId }, { singletonKey: sessionId });
      return fail({ type: "not_payable" });
    });
  }

  /** Before another session is made the last one must be over, whatever became of it. */
  async function endLastCheckout(order: LockedOrder, sessionId: string): Promise<void> {
    const provider = providers.get(order.provider ?? "")!;
    await provider.expireCheckout(sessionId);
    await applyPayment({
      provider: provider.name,
      about: { type: "session", id: sessionId },
      cause: "customer",
      quiet: true,
    });
  }

  /** In whole seconds, as providers count: the same request must be made again to the letter. */
  function freshExpiry(): Date {
    return new Date((Math.floor(clock.now().getTime() / 1000) + deps.checkoutLifetimeSeconds) * 1000);
  }

  function hasTimeLeft({ checkoutExpiresAt }: LockedOrder): boolean {
    return (checkoutExpiresAt?.getTime() ?? 0) - clock.now().getTime() > SHORTEST_LEFT_MS;
  }
}

export type CreateCheckout = ReturnType<typeof createCreateCheckout>;

function ready(order: LockedOrder): { ok: true; value: CheckoutReady } {
  const { id: orderId, number, checkoutUrl, checkoutExpiresAt } = order;
  return ok({ orderId, number, url: checkoutUrl!, expiresAt: checkoutExpiresAt!, ...priceOf(order)! });
}
