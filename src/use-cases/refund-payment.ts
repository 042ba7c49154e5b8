import type { Database } from "../db/database.ts";
import type { Log } from "../ports/log.ts";
import type { PaymentProvider } from "../ports/payment-provider.ts";
import type { ApplyPayment } from "./apply-payment.ts";
import { lockOrder } from "./order/locked-order.ts";
import type { MoveOrder } from "./order/move-order.ts";

/**
 * Sends back what is left of a payment that is to go back, then lets the provider's truth tell the order.
 * Safe to repeat: the truth is asked first, and never more than the payment itself can go back. Throws when
 * the provider does not answer; a refusal for good is held for a human.
 */
export function createRefundPayment(deps: {
  database: Database;
  log: Log;
  providers: ReadonlyMap<string, PaymentProvider>;
  moveOrder: MoveOrder;
  applyPayment: ApplyPayment;
}) {
  const { database, log, providers, moveOrder, applyPayment } = deps;

  return async function refundPayment(orderId: string, paymentId: string): Promise<void> {
    const payment = await database.prisma.payment.findFirst({
      where: { orderId, providerPaymentId: paymentId, status: "refunding" },
      include: { order: { select: { heldReason: true } } },
    });
    if (!payment || payment.order.heldReason === "refund_failed") return;
    const provider = providers.get(payment.provider);
    if (!provider) throw new Error(`No payment provider ${payment.provider}`);

    const truth = (await provider.findCheckoutOfPayment(paymentId))?.payment;
    const gone = (truth?.refundedMinor ?? 0) + (truth?.refundPendingMinor ?? 0);
    if (gone < payment.amountMinor) {
      const failures = await database.prisma.orderEvent.count({ where: { orderId, type: "refund_failed" } });
      const outcome = await provider.refund({
        paymentId,
        // Another one after a failure, or the provider would only repeat its refusal.
        key: `refund:${payment.id}:${gone}:${failures}`,
        amountMinor: payment.amountMinor - gone,
      });
      if (outcome.type === "refused") return refused(orderId, paymentId, outcome.reason);
    }
    await applyPayment({
      provider: provider.name,
      about: { type: "payment", id: paymentId },
      cause: "refund",
    });
  };

  async function refused(orderId: string, paymentId: string, reason: string): Promise<void> {
    log.warn({ orderId, paymentId, reason }, "Refund refused by the provider");
    await database.transact(async (unit) => {
      const order = await lockOrder(unit.tx, orderId);
      if (!order) return;
      const event = { type: "refund_failed" as const, paymentId };
      await moveOrder(unit, order, { event, cause: "refund", detail: { reason } });
    });
  }
}

export type RefundPayment = ReturnType<typeof createRefundPayment>;
