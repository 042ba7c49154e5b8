import type { Prisma } from "../../db/generated/client.ts";
import type { Money } from "../../domain/money.ts";
import type { HeldReason, OrderLife } from "../../domain/order-life.ts";

const included = { payments: { orderBy: { createdAt: "asc" } } } satisfies Prisma.OrderInclude;

export type LockedOrder = Prisma.OrderGetPayload<{ include: typeof included }>;

/** The order with its payments, locked until the transaction ends; undefined when there is none. */
export async function lockOrder(
  tx: Prisma.TransactionClient,
  orderId: string,
): Promise<LockedOrder | undefined> {
  const locked = await tx.$queryRaw<unknown[]>`SELECT 1 FROM "Order" WHERE id = ${orderId}::uuid FOR UPDATE`;
  if (locked.length === 0) return undefined;
  return (await tx.order.findUnique({ where: { id: orderId }, include: included })) ?? undefined;
}

/** What the rules know of it. */
export function lifeOf(order: LockedOrder): OrderLife {
  return {
    status: order.status,
    promised: priceOf(order),
    held: order.heldReason as HeldReason | null,
    disputed: order.disputedReason as OrderLife["disputed"],
    payments: order.payments.map((payment) => ({
      id: payment.providerPaymentId,
      status: payment.status,
      amountMinor: payment.amountMinor,
      currency: payment.currency,
      refundedMinor: payment.refundedMinor,
      refundPendingMinor: payment.refundPendingMinor,
      surplus: payment.surplus,
    })),
  };
}

/** The price it was promised at; null before that. */
export const priceOf = ({
  amountMinor,
  currency,
}: Pick<LockedOrder, "amountMinor" | "currency">): Money | null =>
  amountMinor === null || currency === null ? null : { amountMinor, currency };
