import type { Database } from "../../db/database.ts";
import type { Prisma } from "../../db/generated/client.ts";
import { fromJsonPlan, type JsonPlan } from "../../db/json-rows.ts";
import type { LocalizedName, Plan, Product } from "../../domain/plan.ts";
import { fromPlanSnapshot } from "../../domain/plan-snapshot.ts";
import type { RenewalNeed } from "../../domain/renewal-need.ts";
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
  /** What was said of the trip beyond what has a question of its own. */
  need: RenewalNeed;
  /** The panel asks for the day of arrival. */
  askingStart: boolean;
  /** The code that is applied, or is to be. */
  promotion: { id: string; code: string } | null;
  /** Stopped for a human. */
  heldReason: string | null;
  panelMessageId: number | null;
  /** Counts the choices: one that was made from an older version is not taken. */
  version: number;
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

export function openStep({ card, destination, plan, quantity, need }: Renewal): RenewalStep {
  if (!card) return "card";
  // A plan for a whole part of the world goes to no one country.
  if (!destination && !(plan && need.region)) return "destination";
  if (!plan) return "plan";
  if (!quantity) return "quantity";
  return "summary";
}

/** Read at every step of the talk: in one statement, instead of one for each table. */
const READ = `
  SELECT o.id AS "orderId", o.number, o.status, o.destination, o.quantity, o."startsAt", o.need, o."askingStart",
    o."panelMessageId", o."planSnapshot", o."heldReason", o.version,
    (SELECT to_json(p) FROM "Plan" p WHERE p.id = o."planId") AS plan,
    (SELECT json_build_object('id', r.id, 'code', r.code) FROM "Promotion" r WHERE r.id = o."promotionId")
      AS promotion,
    (SELECT json_build_object('id', c.id, 'accountId', c."accountId", 'iccid', c.iccid, 'product', c.product,
       'carrier', c.carrier, 'label', c.label) FROM "Card" c WHERE c.id = o."cardId") AS card,
    (SELECT count(*)::int FROM "Card" c WHERE c."accountId" = o."accountId") AS "cardCount"
  FROM "Order" o
  WHERE o."chatId" = $1 AND o."accountId" = $2`;

const NEWEST_DRAFT = `${READ} AND o.status = 'draft' ORDER BY o."updatedAt" DESC LIMIT 1`;
const BY_NUMBER = `${READ} AND o.number = $3`;
const BY_ID = `${READ} AND o.id = $3`;

interface Row extends Omit<Renewal, "chatId" | "accountId" | "card" | "plan" | "need"> {
  need: RenewalNeed | null;
  card: (RenewalCard & { accountId: string }) | null;
  plan: JsonPlan | null;
  planSnapshot: Prisma.JsonValue;
}

/**
 * A chat's renewal by its number or order id, or without one the draft touched last. Undefined when there is none, or
 * when it belongs to another chat or to an account that this chat is no longer linked to.
 */
export function createReadRenewal({ database }: { database: Database }) {
  return async function readRenewal(
    chat: { id: bigint; accountId: string | null },
    numberOrId?: string,
  ): Promise<Renewal | undefined> {
    const { accountId } = chat;
    if (!accountId) return undefined;
    const [row] = await find([chat.id, accountId], numberOrId);
    if (!row) return undefined;
    const { card, plan, planSnapshot, need, ...rest } = row;
    // From the first request to pay on, the promise counts and not the catalogue.
    const promised = planSnapshot === null ? plan && fromJsonPlan(plan) : fromPlanSnapshot(planSnapshot);
    // A card that has gone to another account cannot be chosen any more; what was promised for it stands.
    const isGone = row.status === "draft" && card?.accountId !== accountId;
    return {
      ...rest,
      chatId: chat.id,
      accountId,
      card: isGone ? null : card,
      plan: promised,
      need: need ?? {},
    };
  };

  function find(owner: [bigint, string], numberOrId: string | undefined): Promise<Row[]> {
    if (numberOrId === undefined) return database.query("newest-draft", NEWEST_DRAFT, owner);
    return isUuid(numberOrId)
      ? database.query("renewal-by-id", BY_ID, [...owner, numberOrId])
      : database.query("renewal-by-number", BY_NUMBER, [...owner, numberOrId]);
  }
}

export type ReadRenewal = ReturnType<typeof createReadRenewal>;

/** A row of the catalogue as the domain speaks of it. */
export function toPlan(row: Prisma.PlanGetPayload<object>): Plan {
  const { updatedAt: _, name, products, ...plan } = row;
  return { ...plan, name: name as LocalizedName, products: products as Product[] };
}
