import type { Database } from "../../db/database.ts";
import { dayCount } from "../../domain/bundle.ts";
import { covers, EVERYWHERE } from "../../domain/plan.ts";
import type { RenewalWishes } from "./begin-renewal.ts";

/**
 * The account's last delivered renewal, of one card or any, as wishes for the next; before the first renewal,
 * the plan that came with the card, for where it was used last. Undefined when there is neither.
 */
export function createFindRepeat({ database }: { database: Database }) {
  const { prisma } = database;

  return async function findRepeat(accountId: string, cardId?: string): Promise<RenewalWishes | undefined> {
    const order = await prisma.order.findFirst({
      where: { accountId, status: "fulfilled", ...(cardId !== undefined && { cardId }) },
      orderBy: { createdAt: "desc" },
      select: { cardId: true, destination: true, planId: true, quantity: true },
    });
    if (!order?.cardId) return findFirstPlan(accountId, cardId);
    return {
      cardId: order.cardId,
      ...(order.destination && { destination: order.destination }),
      ...(order.planId && { planId: order.planId }),
      ...(order.quantity && { quantity: order.quantity }),
    };
  };

  async function findFirstPlan(accountId: string, cardId?: string): Promise<RenewalWishes | undefined> {
    const bundle = await prisma.bundle.findFirst({
      where: { card: { accountId, ...(cardId !== undefined && { id: cardId }) } },
      orderBy: { createdAt: "desc" },
      select: { cardId: true, planSku: true, durationSeconds: true },
    });
    const plan = bundle && (await prisma.plan.findFirst({ where: { sku: bundle.planSku, active: true } }));
    if (!plan) return undefined;
    const account = await prisma.account.findUnique({
      where: { id: accountId },
      select: { lastCountry: true },
    });
    const there =
      account?.lastCountry && covers(plan.countries, account.lastCountry) ? account.lastCountry : null;
    const destination = there ?? plan.countries.find((country) => country !== EVERYWHERE);
    if (!destination) return { cardId: bundle.cardId };
    const quantity = plan.kind === "daily" ? dayCount(bundle) : 1;
    return { cardId: bundle.cardId, destination, planId: plan.id, quantity };
  }
}

export type FindRepeat = ReturnType<typeof createFindRepeat>;
