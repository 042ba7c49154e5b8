import type { Database } from "../db/database.ts";
import type { OrderStatus, Prisma } from "../db/generated/client.ts";
import { DAY_MS } from "../domain/plan.ts";
import type { Clock } from "../ports/clock.ts";

export interface Stats {
  ordersByStatus: { status: OrderStatus; orders: number }[];
  /** By currency, what was paid less what went back, and how many payments: of the last 1, 7 and 30 days. */
  revenue: { currency: string; day: Takings; week: Takings; month: Takings }[];
  /** How many orders were made payable, paid and renewed in the last 1, 7 and 30 days. */
  orders: { made: Counts; paid: Counts; renewed: Counts };
  /** By currency, what went back and in how many refunds, by the day on which it did. */
  refunds: { currency: string; day: Takings; week: Takings; month: Takings }[];
  /** Paid, and not delivered within the time that a human is called after. */
  stuck: OrderMention[];
  held: OrderMention[];
}

interface Counts {
  day: number;
  week: number;
  month: number;
}

interface Takings {
  amountMinor: number;
  payments: number;
}

export interface OrderMention {
  number: string;
  status: OrderStatus;
  updatedAt: Date;
  reason: string | null;
}

interface RevenueRow {
  currency: string;
  day: string | null;
  week: string | null;
  month: string | null;
  dayCount: number;
  weekCount: number;
  monthCount: number;
}

const REVENUE = `
  SELECT currency,
         sum("amountMinor" - "refundedMinor") FILTER (WHERE "createdAt" > $1)::text AS day,
         sum("amountMinor" - "refundedMinor") FILTER (WHERE "createdAt" > $2)::text AS week,
         sum("amountMinor" - "refundedMinor")::text AS month,
         count(*) FILTER (WHERE "createdAt" > $1)::int AS "dayCount",
         count(*) FILTER (WHERE "createdAt" > $2)::int AS "weekCount",
         count(*)::int AS "monthCount"
  FROM "Payment"
  WHERE "createdAt" > $3 AND status IN ('succeeded', 'refunding', 'refunded')
  GROUP BY currency ORDER BY currency`;

/** A payment's history tells how much of it was back each time; what came between two of them is a refund. */
const REFUNDS = `
  SELECT currency,
         sum(part) FILTER (WHERE at > $1)::text AS day,
         sum(part) FILTER (WHERE at > $2)::text AS week,
         sum(part)::text AS month,
         count(*) FILTER (WHERE at > $1)::int AS "dayCount",
         count(*) FILTER (WHERE at > $2)::int AS "weekCount",
         count(*)::int AS "monthCount"
  FROM (
    SELECT p.currency, e.at, (e.detail->>'refundedMinor')::bigint
             - coalesce(lag((e.detail->>'refundedMinor')::bigint) OVER (PARTITION BY p.id ORDER BY e.id), 0) AS part
    FROM "Payment" p
    JOIN "OrderEvent" e ON e."orderId" = p."orderId" AND e.type = 'payment_seen'
      AND e.detail->>'paymentId' = p."providerPaymentId" AND e.detail->>'refundedMinor' IS NOT NULL
    WHERE p."refundedMinor" > 0) refund
  WHERE at > $3 AND part <> 0
  GROUP BY currency ORDER BY currency`;

const MOST_MENTIONED = 20;

/** How the business is doing, and what needs a human. */
export function createReadStats(deps: {
  database: Database;
  clock: Clock;
  provisionAlertAfterSeconds: number;
}) {
  const { database, clock, provisionAlertAfterSeconds } = deps;

  return async function readStats(): Promise<Stats> {
    const now = clock.now();
    const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
    const late = new Date(now.getTime() - provisionAlertAfterSeconds * 1000);
    const counts = await database.prisma.order.groupBy({ by: ["status"], _count: true });
    const since = { day: daysAgo(1), week: daysAgo(7), month: daysAgo(30) };
    const periods = [since.day, since.week, since.month];
    const revenue = await database.query<RevenueRow>("stats-revenue", REVENUE, periods);
    const refunds = await database.query<RevenueRow>("stats-refunds", REFUNDS, periods);
    return {
      ordersByStatus: counts.map(({ status, _count }) => ({ status, orders: _count })),
      revenue: revenue.map(byPeriod),
      orders: {
        made: await count(since, (at) => ({ createdAt: { gt: at }, status: { not: "draft" } })),
        paid: await count(since, (at) => ({ paidAt: { gt: at } })),
        renewed: await count(since, (at) => ({ events: { some: { type: "renewed", at: { gt: at } } } })),
      },
      refunds: refunds.map(byPeriod),
      stuck: await mention({ status: { in: ["paid", "provisioning"] }, paidAt: { lt: late } }),
      held: await mention({ OR: [{ heldReason: { not: null } }, { disputedReason: "disputed" }] }),
    };
  };

  async function count(
    { day, week, month }: { day: Date; week: Date; month: Date },
    where: (since: Date) => OrderWhere,
  ): Promise<Counts> {
    const { order } = database.prisma;
    return {
      day: await order.count({ where: where(day) }),
      week: await order.count({ where: where(week) }),
      month: await order.count({ where: where(month) }),
    };
  }

  async function mention(where: OrderWhere): Promise<OrderMention[]> {
    const orders = await database.prisma.order.findMany({
      where,
      orderBy: { updatedAt: "asc" },
      take: MOST_MENTIONED,
      select: { number: true, status: true, updatedAt: true, heldReason: true, disputedReason: true },
    });
    return orders.map(({ heldReason, disputedReason, ...order }) => ({
      ...order,
      reason: heldReason ?? (disputedReason === "disputed" ? disputedReason : null),
    }));
  }
}

type OrderWhere = Prisma.OrderWhereInput;

const byPeriod = (row: RevenueRow) => ({
  currency: row.currency,
  day: takings(row.day, row.dayCount),
  week: takings(row.week, row.weekCount),
  month: takings(row.month, row.monthCount),
});

const takings = (amount: string | null, payments: number): Takings => ({
  amountMinor: Number(amount ?? 0),
  payments,
});
