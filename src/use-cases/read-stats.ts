import type { Database } from "../db/database.ts";
import type { OrderStatus } from "../db/generated/client.ts";
import { DAY_MS } from "../domain/plan.ts";
import type { Clock } from "../ports/clock.ts";

export interface Stats {
  ordersByStatus: { status: OrderStatus; orders: number }[];
  /** By currency, what was paid less what went back, and how many payments: of the last 1, 7 and 30 days. */
  revenue: { currency: string; day: Takings; week: Takings; month: Takings }[];
  /** Paid, and not delivered within the time that a human is called after. */
  stuck: OrderMention[];
  held: OrderMention[];
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
    const revenue = await database.query<RevenueRow>("stats-revenue", REVENUE, [
      daysAgo(1),
      daysAgo(7),
      daysAgo(30),
    ]);
    return {
      ordersByStatus: counts.map(({ status, _count }) => ({ status, orders: _count })),
      revenue: revenue.map((row) => ({
        currency: row.currency,
        day: takings(row.day, row.dayCount),
        week: takings(row.week, row.weekCount),
        month: takings(row.month, row.monthCount),
      })),
      stuck: await mention({ status: { in: ["paid", "provisioning"] }, paidAt: { lt: late } }),
      held: await mention({ heldReason: { not: null } }),
    };
  };

  async function mention(
    where: NonNullable<Parameters<typeof database.prisma.order.findMany>[0]>["where"],
  ): Promise<OrderMention[]> {
    const orders = await database.prisma.order.findMany({
      where,
      orderBy: { updatedAt: "asc" },
      take: MOST_MENTIONED,
      select: { number: true, status: true, updatedAt: true, heldReason: true },
    });
    return orders.map(({ heldReason, ...order }) => ({ ...order, reason: heldReason }));
  }
}

const takings = (amount: string | null, payments: number): Takings => ({
  amountMinor: Number(amount ?? 0),
  payments,
});
