import type { Database } from "../../db/database.ts";
import type { Prisma } from "../../db/generated/client.ts";
import type { LocalizedName, Plan, Product } from "../../domain/plan.ts";
import { fromPlanSnapshot } from "../../domain/plan-snapshot.ts";
import { isUuid } from "../../domain/short-id.ts";

/** What has been chosen so far in a renewal, and for whom. */
export interface Renewal {
  orderId: string;
  number: string;
  status: Prisma.OrderGetPayload<object>["status"];
  chatId: bigint;
  accountId: string;
  card: RenewalCard | null;
  /** How many cards the account has: with one there is nothing to pick. */
  cardCount: number;
  destination: string | null;
  plan: Plan | null;
  quantity: number | null;
  /** The first moment of the chosen day of arrival; null starts it now. */
  startsAt: Date | null;
  /** The panel asks for the day of arrival. */
  askingStart: boolean;
  /** The code that is applied, or is to be. */
  promotion: { id: string; code: string } | null;
  /** Stopped for a human. */
  heldReason: string | null;
  panelMessageId: number | null;
}

export interface RenewalCard {
  id: string;
  iccid: string;
  product: Product;
  carrier: string;
  label: string;
}

/** The question that is open: the first thing that is not known yet. */
export type RenewalStep = "card" | "destination" | "plan" | "quantity" | "summary";

export function openStep({ card, destination, plan, quantity }: Renewal): RenewalStep {
  if (!card) return "card";
  if (!destination) return "destination";
  if (!plan) return "plan";
  if (!quantity) return "quantity";
  return "summary";
}

const selection = {
  id: true,
  number: true,
  status: true,
  chatId: true,
  accountId: true,
  destination: true,
  quantity: true,
  startsAt: true,
  askingStart: true,
  panelMessageId: true,
  planSnapshot: true,
  heldReason: true,
  plan: true,
  promotion: { select: { id: true, code: true } },
  card: { select: { id: true, accountId: true, iccid: true, product: true, carrier: true, label: true } },
  account: { select: { _count: { select: { cards: true } } } },
} satisfies Prisma.OrderSelect;

/**
 * A chat's renewal by its number or order id, or without one the draft touched last. Undefined when there is none, or
 * when it belongs to another chat or to an account that this chat is no longer linked to.
 */
export function createReadRenewal({ database }: { database: Database }) {
  return async function readRenewal(
    chat: { id: bigint; accountId: string | null },
    numberOrId?: string,
  ): Promise<Renewal | undefined> {
    if (!chat.accountId) return undefined;
    const order = await database.prisma.order.findFirst({
      where: {
        chatId: chat.id,
        accountId: chat.accountId,
        ...named(numberOrId),
      },
      orderBy: { updatedAt: "desc" },
      select: selection,
    });
    if (!order) return undefined;
    const { id, account, card, plan, planSnapshot, ...rest } = order;
    // From the first request to pay on, the promise counts and not the catalogue.
    const promised = planSnapshot === null ? plan && toPlan(plan) : fromPlanSnapshot(planSnapshot);
    // A card that has gone to another account cannot be chosen any more; what was promised for it stands.
    const isGone = order.status === "draft" && card?.accountId !== order.accountId;
    return {
      ...rest,
      orderId: id,
      card: isGone ? null : card,
      cardCount: account._count.cards,
      plan: promised,
    };
  };
}

function named(numberOrId: string | undefined): Prisma.OrderWhereInput {
  if (numberOrId === undefined) return { status: "draft" };
  return isUuid(numberOrId) ? { id: numberOrId } : { number: numberOrId };
}

export type ReadRenewal = ReturnType<typeof createReadRenewal>;

/** A row of the catalogue as the domain speaks of it. */
export function toPlan(row: Prisma.PlanGetPayload<object>): Plan {
  const { updatedAt: _, name, products, ...plan } = row;
  return { ...plan, name: name as LocalizedName, products: products as Product[] };
}
