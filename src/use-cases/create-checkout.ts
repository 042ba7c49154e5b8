import type { Database, UnitOfWork } from "../db/database.ts";
import type { Money } from "../domain/money.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { PaymentProvider } from "../ports/payment-provider.ts";
import type { ApplyPayment } from "./apply-payment.ts";
import { lockForCheckout, type NotPayable } from "./order/lock-for-checkout.ts";
import { type LockedOrder, lockOrder, priceOf } from "./order/locked-order.ts";
import type { MoveOrder } from "./order/move-order.ts";
import {
  type NoPromise,
  type PricePromise,
  type PromiseDeps,
  promiseColumns,
  promiseFor,
} from "./order/price-promise.ts";
import { keepPromotionUse } from "./promotion/promise-discount.ts";
import { type Discount, readDiscount } from "./promotion/read-discount.ts";

export interface CheckoutWanted {
  orderId: string;
  /** Who asks: an order is paid from the chat it was made in. */
  chatId: bigint;
  /** Of the checkout page. */
  locale: string;
  /** What is bought, for the checkout page and the receipt. */
  title: string;
  description: string;
  /** The price the person saw, where they saw one, before any discount: another one is not charged. */
  shown?: Money;
}

/** What it costs and how to go on; of another order than the one named when the same was open already. */
export type CheckoutReady = Money & {
  orderId: string;
  number: string;
  /** What is off already. */
  discount: Discount | null;
} & ({ type: "to_pay"; url: string; expiresAt: Date } | { type: "free" });

export type CheckoutFailure = NoPromise | NotPayable | ProviderDown;

export interface ProviderDown {
  type: "provider_down";
  /** What is promised all the same; absent when nothing is yet. */
  promised?: Money & { discount: Discount | null };
}

interface Deps extends PromiseDeps {
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
  /** The last session is over, or its price: the provider has the last word before another is made. */
  | { type: "ask_first"; order: LockedOrder; sessionId: string }
  /** Nothing is left to pay. */
  | { type: "free"; order: LockedOrder; promise: PricePromise };

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
    let { orderId } = wanted;
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const prepared = await database.transact((unit) => prepare(unit, { ...wanted, orderId }, asked));
      if (!prepared.ok) return prepared;
      const { order } = prepared.value;
      orderId = order.id;
      if (prepared.value.type === "open") return ready(order);
      if (prepared.value.type === "free") return free(order, prepared.value.promise);
      try {
        if (prepared.value.type === "ask_first") {
          asked = prepared.value.sessionId;
          await endLastCheckout(order, asked);
          continue;
        }
        const made = await make(order, wanted);
        if (made) return made.ok ? await ready(made.value) : made;
      } catch (error) {
        log.warn({ orderId: order.id, err: { message: String(error) } }, "Checkout provider did not answer");
        return providerDown(order);
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
    const locked = await lockForCheckout(unit, wanted, moveOrder);
    if (!locked.ok) return locked;
    const order = locked.value;
    const { status, checkoutSessionId, checkoutUrl } = order;
    if (status === "awaiting_payment" && hasTimeLeft(order) && !order.priceStale) {
      return ok({ type: checkoutSessionId && checkoutUrl ? "open" : "make", order });
    }
    if (checkoutSessionId && checkoutSessionId !== asked) {
      return ok({ type: "ask_first", order, sessionId: checkoutSessionId });
    }
    const promise = await promiseFor(unit.tx, order, wanted.shown, clock.now(), deps);
    if (!promise.ok) return promise;
    if (promise.value.price.amountMinor === 0) return ok({ type: "free", order, promise: promise.value });
    return begin(unit, order, promise.value);
  }

  async function begin(
    unit: UnitOfWork,
    order: LockedOrder,
    promise: PricePromise,
  ): Promise<Result<Prepared, CheckoutFailure>> {
    const [provider] = providers.values();
    if (!provider) throw new Error("No payment provider is set up");
    const { price, discountMinor } = promise;
    await keepPromotionUse(unit.tx, order, discountMinor, clock.now());
    const moved = await moveOrder(unit, order, {
      event: { type: "checkout_started" },
      cause: "customer",
      detail: { ...price, ...(discountMinor > 0 && { discountMinor }) },
      data: {
        ...promiseColumns(promise),
        provider: provider.name,
        checkoutSessionId: null,
        checkoutUrl: null,
        checkoutAttempt: { increment: 1 },
        checkoutExpiresAt: freshExpiry(),
      },
    });
    return moved.ok ? ok({ type: "make", order: moved.value.order }) : fail({ type: "not_payable" });
  }

  /** Asks the provider for the session and keeps it; undefined when another attempt is needed. */
  async function make(
    order: LockedOrder,
    { locale, title, description }: CheckoutWanted,
  ): Promise<Result<LockedOrder, CheckoutFailure> | undefined> {
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
      if (kept.status === "awaiting_payment") return ok(kept);
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

  async function ready(order: LockedOrder) {
    const { id: orderId, number, checkoutUrl, checkoutExpiresAt, discountMinor } = order;
    const price = priceOf(order)!;
    const discount = await readDiscount(database, order, discountMinor);
    const page = { type: "to_pay" as const, url: checkoutUrl!, expiresAt: checkoutExpiresAt! };
    return ok({ orderId, number, discount, ...price, ...page });
  }

  async function free(order: LockedOrder, { price, discountMinor }: PricePromise) {
    const discount = await readDiscount(database, order, discountMinor);
    return ok({ orderId: order.id, number: order.number, discount, ...price, type: "free" as const });
  }

  async function providerDown(order: LockedOrder) {
    const price = order.priceStale ? null : priceOf(order);
    const discount = price && (await readDiscount(database, order, order.discountMinor));
    return fail<ProviderDown>({ type: "provider_down", ...(price && { promised: { ...price, discount } }) });
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
