import type { Database } from "../db/database.ts";
import { maskEmail } from "../domain/email.ts";
import type { ReadCardBundles } from "./order/read-card-bundles.ts";
import { belongsTo, type OrderShown, readHistory, readOrder } from "./order/read-order.ts";
import type { Person } from "./read-own-orders.ts";

/** What a receipt says of an order that was paid, besides the order itself. */
export interface Receipt {
  order: OrderShown & { paidAt: Date };
  /** The buyer's address; masked for a chat that is no longer linked to the account. */
  email: string;
  discount: { amountMinor: number; code: string | null } | null;
  /** When what was bought is valid; `waiting` for another plan to end; null before it was delivered. */
  period: { startsAt: Date; expiresAt: Date } | "waiting" | null;
  /** When money last went back, by the payment's id. */
  refundedAt: ReadonlyMap<string, Date>;
}

/** The receipt of a person's own order; undefined when it is not theirs or nothing was paid yet. */
export function createReadReceipt(deps: {
  database: Pick<Database, "prisma">;
  readCardBundles: ReadCardBundles;
}) {
  const { database, readCardBundles } = deps;

  return async function readReceipt(person: Person, orderId: string): Promise<Receipt | undefined> {
    const order = await readOrder(database, { id: orderId, ...belongsTo(person) });
    if (!order?.paidAt) return undefined;
    const more = await database.prisma.order.findUniqueOrThrow({
      where: { id: orderId },
      select: {
        discountMinor: true,
        promotion: { select: { code: true } },
        account: { select: { email: true } },
        bundle: { select: { id: true, startsAt: true, expiresAt: true } },
      },
    });
    const { email } = more.account;
    return {
      order: { ...order, paidAt: order.paidAt },
      email: person.accountId === order.accountId ? email : maskEmail(email),
      discount:
        more.discountMinor > 0
          ? { amountMinor: more.discountMinor, code: more.promotion?.code ?? null }
          : null,
      period: await periodOf(order, more.bundle),
      refundedAt: await lastRefunds(orderId),
    };
  };

  async function periodOf(
    { card }: OrderShown,
    bundle: { id: string; startsAt: Date | null; expiresAt: Date | null } | null,
  ): Promise<Receipt["period"]> {
    if (!bundle) return null;
    // A bundle that waited may have begun since, which is reckoned when it is read.
    const settled = card ? await readCardBundles(card.id) : [];
    const { startsAt, expiresAt } = settled.find(({ id }) => id === bundle.id) ?? bundle;
    return startsAt && expiresAt ? { startsAt, expiresAt } : "waiting";
  }

  async function lastRefunds(orderId: string): Promise<Map<string, Date>> {
    const refundedAt = new Map<string, Date>();
    const refunded = new Map<string, number>();
    for (const { at, detail } of await readHistory(database, orderId)) {
      const { paymentId, refundedMinor } = detail;
      if (typeof paymentId !== "string" || typeof refundedMinor !== "number") continue;
      if (refundedMinor > (refunded.get(paymentId) ?? 0)) refundedAt.set(paymentId, at);
      refunded.set(paymentId, refundedMinor);
    }
    return refundedAt;
  }
}

export type ReadReceipt = ReturnType<typeof createReadReceipt>;
