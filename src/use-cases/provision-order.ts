import type { Database, UnitOfWork } from "../db/database.ts";
import { pauseSeconds } from "../domain/backoff.ts";
import { mayRenew } from "../domain/order-life.ts";
import { fromPlanSnapshot } from "../domain/plan-snapshot.ts";
import type { Carrier, Renewal, RenewalOutcome } from "../ports/carrier.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { type LockedOrder, lifeOf, lockOrder } from "./order/locked-order.ts";
import type { MoveOrder } from "./order/move-order.ts";
import { alertDesk } from "./order/order-effects.ts";

interface Deps {
  database: Database;
  clock: Clock;
  log: Log;
  carriers: ReadonlyMap<string, Carrier>;
  moveOrder: MoveOrder;
  supportChatId: bigint | undefined;
  provisionAlertAfterSeconds: number;
}

interface Attempt {
  /** 1 for the first. */
  number: number;
  renewal: Renewal | undefined;
  carrier: Carrier | undefined;
}

/** Twice this and some database work stay within the job's expiry. */
const CARRIER_PATIENCE_MS = 15_000;
/** Should this process die, the next attempt is due by then. */
const ATTEMPT_MS = 60_000;
/** Clocks of several machines may differ by as much. */
const EARLY_MS = 1_000;

/**
 * Delivers a paid order, exactly once: one attempt at a time in the whole installation, and after an
 * attempt whose outcome is unknown the carrier is asked before it is told again. What fails is tried again,
 * at first after seconds, then hourly, for as long as it takes; what is refused for good is refunded.
 */
export function createProvisionOrder(deps: Deps) {
  const { database, clock, log, carriers, moveOrder } = deps;

  return function provisionOrder(orderId: string): Promise<void> {
    return database.exclusively(lockKeyOf(orderId), async () => {
      const attempt = await begin(orderId);
      if (!attempt) return;
      const outcome = await deliver(attempt).catch((error: unknown) => {
        log.warn(
          { orderId, attempt: attempt.number, err: { message: String(error) } },
          "Renewal not confirmed",
        );
        return { type: "unknown" as const, error: error instanceof Error ? error.message : String(error) };
      });
      await conclude(orderId, attempt, outcome);
    });
  };

  function begin(orderId: string): Promise<Attempt | undefined> {
    return database.transact(async (unit) => {
      const order = await lockOrder(unit.tx, orderId);
      if (!order || !mayRenew(lifeOf(order))) return undefined;
      const now = clock.now();
      // Another job for it waits for its time, or has just been at it.
      if (order.provisionDueAt && order.provisionDueAt.getTime() > now.getTime() + EARLY_MS) return undefined;
      const number = order.provisionAttempts + 1;
      const moved = await moveOrder(unit, order, {
        event: { type: "renewal_started" },
        cause: "carrier",
        detail: { attempt: number },
        data: { provisionAttempts: number, provisionDueAt: new Date(now.getTime() + ATTEMPT_MS) },
      });
      if (!moved.ok) return undefined;
      const card = order.cardId ? await unit.tx.card.findUnique({ where: { id: order.cardId } }) : null;
      return {
        number,
        // Money that came after its customer had everything deleted goes back.
        renewal:
          card && order.planSnapshot && !(await isDeleted(unit, order)) ? toRenewal(order, card) : undefined,
        carrier: card ? carriers.get(card.carrier) : undefined,
      };
    });
  }

  async function deliver({ number, renewal, carrier }: Attempt): Promise<RenewalOutcome> {
    if (!renewal) return { type: "refused", reason: "card_unavailable" };
    if (!carrier) throw new Error("This card's carrier is not set up");
    // The last attempt may have got through although nobody said so.
    if (number > 1) {
      const bundle = await patiently((signal) => carrier.findRenewal(renewal, { signal }));
      if (bundle) return { type: "renewed", bundle };
    }
    return patiently((signal) => carrier.renew(renewal, { signal }));
  }

  function conclude(
    orderId: string,
    { number }: Attempt,
    outcome: RenewalOutcome | { type: "unknown"; error: string },
  ): Promise<void> {
    return database.transact(async (unit) => {
      const order = await lockOrder(unit.tx, orderId);
      if (!order) return;
      const cause = "carrier";
      switch (outcome.type) {
        case "renewed": {
          const detail = { attempt: number, bundleRef: outcome.bundle.bundleRef };
          await moveOrder(unit, order, { event: { type: "renewed" }, cause, detail });
          return;
        }
        case "refused": {
          const { reason } = outcome;
          log.warn({ orderId, reason }, "Renewal refused by the carrier");
          await moveOrder(unit, order, { event: { type: "renewal_refused", reason }, cause });
          return;
        }
        case "unknown": {
          const pause = pauseSeconds(number);
          const now = clock.now();
          const overdue = isOverdue(order, now);
          const moved = await moveOrder(unit, order, {
            event: { type: "renewal_delayed" },
            cause,
            detail: { attempt: number, error: outcome.error.slice(0, 300) },
            data: {
              provisionDueAt: new Date(now.getTime() + pause * 1000),
              ...(overdue && { alertedAt: now }),
            },
          });
          if (!moved.ok) return;
          const options = { singletonKey: `${orderId}:${number}`, startAfterSeconds: pause };
          await unit.send("provision", { orderId }, options);
          if (overdue) await alertDesk(unit, order, { reason: "slow_delivery" }, { ...deps, now });
        }
      }
    });
  }

  function isOverdue({ paidAt, alertedAt }: LockedOrder, now: Date): boolean {
    if (!paidAt || alertedAt) return false;
    return now.getTime() - paidAt.getTime() >= deps.provisionAlertAfterSeconds * 1000;
  }
}

export type ProvisionOrder = ReturnType<typeof createProvisionOrder>;

function toRenewal(
  order: LockedOrder,
  card: { id: string; iccid: string; product: Renewal["card"]["product"]; carrierRef: string },
): Renewal {
  const { sku, name, kind, days, dataBytes, voiceSeconds, fairUseBytes, countries, carrierRef } =
    fromPlanSnapshot(order.planSnapshot);
  return {
    orderId: order.id,
    card: { id: card.id, iccid: card.iccid, product: card.product, carrierRef: card.carrierRef },
    plan: { sku, name, kind, days, dataBytes, voiceSeconds, fairUseBytes, countries, carrierRef },
    quantity: order.quantity ?? 1,
    startsAt: order.startsAt,
  };
}

/** Waits so long and no longer, whether or not the carrier's adapter heeds the signal. */
async function patiently<Value>(call: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const signal = AbortSignal.timeout(CARRIER_PATIENCE_MS);
  const impatience = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("The carrier took too long")), { once: true });
  });
  return Promise.race([call(signal), impatience]);
}

/** A number of its own for each order, far below the chats' ids, which name locks too. */
function lockKeyOf(orderId: string): bigint {
  const random = BigInt(`0x${orderId.replaceAll("-", "").slice(-15)}`);
  return -(2n ** 62n) - random;
}

async function isDeleted({ tx }: UnitOfWork, { accountId }: LockedOrder): Promise<boolean> {
  const account = await tx.account.findUnique({ where: { id: accountId }, select: { deletedAt: true } });
  return account?.deletedAt != null;
}
