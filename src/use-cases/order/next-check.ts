import type { OrderLife } from "../../domain/order-life.ts";

const MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 30 * MINUTE_MS;
/** Delayed methods take days. */
const CONFIRMING_PAUSE_MS = 60 * MINUTE_MS;
const REFUND_PAUSE_MS = 10 * MINUTE_MS;
/** A provider ends its sessions within moments of their time. */
const AFTER_EXPIRY_MS = 30_000;

/**
 * When the provider is asked about an order's payments, webhooks or not: soon after it was shown the way
 * to pay, then less and less often, once more when its checkout has ended; null when nothing is open.
 */
export function nextCheckAt(
  { status, held, payments }: OrderLife,
  checkout: { checkoutExpiresAt: Date | null; updatedAt: Date },
  now: Date,
  reconcileAfterSeconds: number,
): Date | null {
  const after = (ms: number) => new Date(now.getTime() + ms);
  if (status === "awaiting_payment") {
    const first = reconcileAfterSeconds * 1000;
    const age = now.getTime() - checkout.updatedAt.getTime();
    const pause = Math.min(Math.max(age / 2, first), Math.max(LONGEST_PAUSE_MS, first));
    const end = (checkout.checkoutExpiresAt?.getTime() ?? 0) + AFTER_EXPIRY_MS;
    return end > now.getTime() && end < now.getTime() + pause ? new Date(end) : after(pause);
  }
  if (status === "confirming") return after(CONFIRMING_PAUSE_MS);
  // Held: a human is at it.
  const refunding = payments.some((payment) => payment.status === "refunding");
  return refunding && held === null ? after(REFUND_PAUSE_MS) : null;
}
