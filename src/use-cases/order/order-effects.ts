import type { UnitOfWork } from "../../db/database.ts";
import type { AlertReason, OrderEffect } from "../../domain/order-life.ts";
import { unreachable } from "../../domain/result.ts";
import type { Log } from "../../ports/log.ts";
import { openTicket } from "../support/open-ticket.ts";
import type { LockedOrder } from "./locked-order.ts";

interface EffectDeps {
  log: Log;
  supportChatId: bigint | undefined;
  now: Date;
}

/** Queues what a change asks for, in its transaction. */
export async function carryOut(
  unit: UnitOfWork,
  order: LockedOrder,
  effects: OrderEffect[],
  deps: EffectDeps,
): Promise<void> {
  const { id: orderId, provider, checkoutSessionId, chatId } = order;
  for (const effect of effects) {
    switch (effect.type) {
      case "provision":
        await unit.send("provision", { orderId }, { singletonKey: orderId });
        break;
      case "refund": {
        const { paymentId } = effect;
        await unit.send("refund", { orderId, paymentId }, { singletonKey: paymentId });
        break;
      }
      case "end_checkout":
        if (provider && checkoutSessionId) {
          const session = { provider, sessionId: checkoutSessionId };
          await unit.send("end-checkout", session, { singletonKey: checkoutSessionId });
        }
        break;
      case "tell": {
        const { stage, paymentId, amountMinor } = effect;
        await unit.say(
          chatId,
          {
            type: "order_progress",
            orderId,
            stage,
            ...(paymentId && { paymentId }),
            ...(amountMinor && { amountMinor }),
          },
          dedupeKey(order, effect),
        );
        break;
      }
      case "alert":
        await alertDesk(unit, order, effect, deps);
        break;
      default:
        unreachable(effect);
    }
  }
}

/** Calls a human: a ticket and a message in the support group, where there is one, and a line in the log. */
export async function alertDesk(
  unit: UnitOfWork,
  { id: orderId, number, version, chatId }: Pick<LockedOrder, "id" | "number" | "version" | "chatId">,
  { reason, paymentId }: { reason: AlertReason; paymentId?: string },
  { log, supportChatId, now }: EffectDeps,
): Promise<void> {
  log.warn({ orderId, number, reason, paymentId }, "Order needs a human");
  if (supportChatId === undefined) return;
  const found = { chatId, called: false, about: "order" as const, orderId };
  await openTicket(unit, found, { supportChatId, now });
  const notice = { type: "order_alert" as const, orderId, reason, ...(paymentId && { paymentId }) };
  await unit.say(supportChatId, notice, `order-alert:${orderId}:${reason}:${version}`);
}

/** What may be told several times (another checkout expired, another payment declined) has another key each time. */
function dedupeKey(order: LockedOrder, effect: Extract<OrderEffect, { type: "tell" }>): string {
  const { stage, paymentId = "", amountMinor = "" } = effect;
  const key = `order:${order.id}:${stage}`;
  switch (stage) {
    case "renewed":
    case "delayed":
    case "refunding":
      return key;
    case "surplus_refunded":
      return `${key}:${paymentId}`;
    case "expired":
      return `${key}:${order.checkoutAttempt}`;
    case "refund_failed":
      return `${key}:${paymentId}:${order.version}`;
    default:
      return `${key}:${paymentId}:${amountMinor}`;
  }
}
