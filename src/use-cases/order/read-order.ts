import type { Database } from "../../db/database.ts";
import type { Prisma } from "../../db/generated/client.ts";
import type { Money } from "../../domain/money.ts";
import type { HeldReason, OrderStatus, PaymentStatus } from "../../domain/order-life.ts";
import type { LocalizedName, Plan, Product } from "../../domain/plan.ts";
import { priceOf as priceOfUnits } from "../../domain/plan-choice.ts";
import { fromPlanSnapshot } from "../../domain/plan-snapshot.ts";
import type { Discount } from "../promotion/read-discount.ts";
import { toPlan } from "../renewal/read-renewal.ts";

/** An order with what is said about it: promised plan and price where it was promised, today's otherwise. */
export interface OrderShown {
  id: string;
  number: string;
  status: OrderStatus;
  held: HeldReason | null;
  chatId: bigint;
  accountId: string;
  card: { id: string; iccid: string; product: Product; label: string } | null;
  plan: Plan | null;
  quantity: number;
  /** The chosen day; null: as soon as it can. */
  startsAt: Date | null;
  /** What is or was to pay: the discount is off. */
  amount: Money | null;
  /** What is off, in the same currency; null when nothing is. */
  discount: Discount | null;
  createdAt: Date;
  paidAt: Date | null;
  panelMessageId: number | null;
  newsMessageId: number | null;
  payments: PaymentShown[];
}

export interface PaymentShown {
  id: string;
  status: PaymentStatus;
  amount: Money;
  refundedMinor: number;
  refundPendingMinor: number;
  method: string | null;
  receiptUrl: string | null;
  surplus: boolean;
  /** When it was first heard of. */
  at: Date;
}

/** One line of an order's history. */
export interface OrderHappening {
  at: Date;
  type: string;
  cause: string;
  detail: Record<string, unknown>;
}

const included = {
  card: { select: { id: true, iccid: true, product: true, label: true } },
  plan: true,
  payments: { orderBy: { createdAt: "asc" } },
  // What was promised, which the code applied last need not be.
  promotionUse: { select: { promotion: { select: { code: true, name: true } } } },
} satisfies Prisma.OrderInclude;

export async function readOrder(
  { prisma }: Pick<Database, "prisma">,
  where: Prisma.OrderWhereUniqueInput,
): Promise<OrderShown | undefined> {
  const order = await prisma.order.findUnique({ where, include: included });
  return order ? toShown(order) : undefined;
}

/** Oldest first. */
export async function readHistory(
  { prisma }: Pick<Database, "prisma">,
  orderId: string,
): Promise<OrderHappening[]> {
  const events = await prisma.orderEvent.findMany({ where: { orderId }, orderBy: { id: "asc" } });
  return events.map(({ at, type, cause, detail }) => ({
    at,
    type,
    cause,
    detail: (detail ?? {}) as Record<string, unknown>,
  }));
}

/** Whether its money goes back because the operator said so, and not because nothing could be delivered. */
export const isRefundAsked = (history: OrderHappening[]): boolean =>
  history.findLast(({ detail }) => detail.to === "refunding" && detail.from !== "refunding")?.type ===
  "refund_requested";

/** A page of the orders that were ever shown a way to pay, newest first; those canceled unpaid are left out. */
export async function readOrders(
  { prisma }: Pick<Database, "prisma">,
  person: { chatId: bigint; accountId: string | null },
  page: { index: number; size: number; cardId?: string | undefined },
): Promise<{ orders: OrderShown[]; count: number }> {
  const where: Prisma.OrderWhereInput = { AND: [listed(person), page.cardId ? { cardId: page.cardId } : {}] };
  const count = await prisma.order.count({ where });
  const orders = await prisma.order.findMany({
    where,
    include: included,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    skip: page.index * page.size,
    take: page.size,
  });
  return { orders: orders.map(toShown), count };
}

/** What a person's list has. */
export const listed = (person: { chatId: bigint; accountId: string | null }): Prisma.OrderWhereInput => ({
  AND: [
    belongsTo(person),
    { status: { not: "draft" } },
    { OR: [{ status: { not: "canceled" } }, { payments: { some: {} } }] },
  ],
});

/** Made in this chat, or for the account it is linked to now. */
export function belongsTo({ chatId, accountId }: { chatId: bigint; accountId: string | null }) {
  return { OR: [{ chatId }, ...(accountId ? [{ accountId }] : [])] };
}

function toShown(order: Prisma.OrderGetPayload<{ include: typeof included }>): OrderShown {
  const plan = order.planSnapshot ? fromPlanSnapshot(order.planSnapshot) : order.plan && toPlan(order.plan);
  const quantity = order.quantity ?? 1;
  const amount =
    order.amountMinor !== null && order.currency !== null
      ? { amountMinor: order.amountMinor, currency: order.currency }
      : plan && { amountMinor: priceOfUnits(plan, quantity), currency: plan.currency };
  const { id, number, status, chatId, accountId, card, startsAt, createdAt, paidAt } = order;
  const promotion = order.promotionUse?.promotion;
  const name = (promotion?.name ?? null) as LocalizedName | null;
  return {
    ...{ id, number, status, chatId, accountId, card, plan, quantity, startsAt, amount, createdAt, paidAt },
    discount:
      promotion && order.discountMinor > 0
        ? { code: promotion.code, name, amountMinor: order.discountMinor }
        : null,
    held: order.heldReason as HeldReason | null,
    panelMessageId: order.panelMessageId,
    newsMessageId: order.newsMessageId,
    payments: order.payments.map((payment) => ({
      id: payment.providerPaymentId,
      status: payment.status,
      amount: { amountMinor: payment.amountMinor, currency: payment.currency },
      refundedMinor: payment.refundedMinor,
      refundPendingMinor: payment.refundPendingMinor,
      method: payment.method,
      receiptUrl: payment.receiptUrl,
      surplus: payment.surplus,
      at: payment.createdAt,
    })),
  };
}
