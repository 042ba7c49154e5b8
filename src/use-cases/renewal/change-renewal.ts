import { randomBytes } from "node:crypto";
import type { Database } from "../../db/database.ts";
import { orderNumber } from "../../domain/order-number.ts";
import { covers, MAX_DAYS, suitsCard } from "../../domain/plan.ts";
import {
  elsewhere,
  isNothing,
  meets,
  type NextPurchase,
  type RenewalNeed,
  saidAgain,
  unitsFor,
  withStays,
} from "../../domain/renewal-need.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";
import { type Renewal, toPlan } from "./read-renewal.ts";

/** One choice. `null` takes a choice back, so that its question is open again. */
export type RenewalChoice =
  | { type: "card"; cardId: string | null }
  | { type: "destination"; country: string | null }
  /** `priceMinor` is what the button said, so that nobody takes a price that has changed meanwhile. */
  | { type: "plan"; planId: string; priceMinor: number }
  | { type: "no_plan" }
  /** The first plan of a trip that takes several, and what follows it. */
  | { type: "way"; planId: string; quantity: number; next: NextPurchase[] }
  /** Days in each country of a trip, in their order. */
  | { type: "stays"; stays: number[] }
  | { type: "quantity"; days: number | null }
  | { type: "start"; startsAt: Date | null }
  /** Several at once, as people say them; what is absent stays as it is. */
  | { type: "said"; said: Said }
  /** Whether the panel now asks for the day of arrival. */
  | { type: "asking_start"; asking: boolean };

export interface Said {
  cardId?: string;
  country?: string;
  startsAt?: Date | null;
  need: RenewalNeed;
}

export type ChoiceRefused = {
  /** `moved_meanwhile`: what the choice was made from is not what the order says any more. */
  type: "card_gone" | "plan_gone" | "price_changed" | "bad_days" | "moved_meanwhile";
};

/**
 * Writes one choice into the draft. What depended on another choice is asked again: another destination
 * or card keeps a plan only if that plan fits it. Answers the draft as it is now.
 */
export function createChangeRenewal(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function changeRenewal(
    renewal: Renewal,
    choice: RenewalChoice,
  ): Promise<Result<Renewal, ChoiceRefused>> {
    if (renewal.status !== "draft") return fail({ type: "moved_meanwhile" });
    const changes = await changesFor(renewal, choice);
    if (!changes.ok) return changes;
    // A turn outlives its lock when its connection is cut: another may have chosen since this one looked.
    const { orderId, version } = renewal;
    const columns = columnsOf(changes.value);
    const values = [orderId, version, clock.now(), ...Object.values(columns)];
    const written = await database.query(...writing(Object.keys(columns)), values);
    if (written.length === 0) return fail({ type: "moved_meanwhile" });
    return ok({ ...renewal, ...changes.value, version: version + 1 });
  };

  async function changesFor(
    renewal: Renewal,
    choice: RenewalChoice,
  ): Promise<Result<Changes, ChoiceRefused>> {
    switch (choice.type) {
      case "card":
        return choice.cardId === null ? ok({ card: null }) : cardChanges(renewal, choice.cardId);
      case "destination": {
        const { country } = choice;
        const keepsPlan =
          country !== null && renewal.plan !== null && covers(renewal.plan.countries, country);
        const need = country !== null && isTrip(renewal.need) ? { need: elsewhere(renewal.need) } : {};
        return ok({ destination: country, ...need, ...(keepsPlan ? {} : NO_PLAN) });
      }
      case "plan":
        return planChanges(renewal, choice.planId, choice.priceMinor);
      case "no_plan":
        return ok({ ...NO_PLAN, ...(renewal.need.next && { need: saidAgain(renewal.need, {}) }) });
      case "way": {
        const row = await database.prisma.plan.findUnique({ where: { id: choice.planId } });
        const chosen = await planChanges(renewal, choice.planId, row?.priceMinor ?? -1);
        if (!chosen.ok) return chosen;
        const { next, quantity } = choice;
        const need = { ...saidAgain(renewal.need, {}), ...(next.length > 0 && { next }) };
        return ok({ ...chosen.value, quantity, need });
      }
      case "stays":
        return ok({ ...NO_PLAN, need: withStays(renewal.need, choice.stays) });
      case "quantity": {
        const { days } = choice;
        if (days !== null && (!Number.isInteger(days) || days < 1 || days > MAX_DAYS)) {
          return fail({ type: "bad_days" });
        }
        // A button of a plan that was left again: five of a plan that is not sold by the day is five times its price.
        if (days !== null && renewal.plan?.kind !== "daily") return fail({ type: "moved_meanwhile" });
        return ok({ quantity: days });
      }
      case "start":
        return ok({ startsAt: choice.startsAt, askingStart: false });
      case "asking_start":
        return ok({ askingStart: choice.asking });
      case "said":
        return saidChanges(renewal, choice.said);
    }
  }

  /** A plan stays as long as it is what was said; one sold by the day follows the days. */
  async function saidChanges(renewal: Renewal, said: Said): Promise<Result<Changes, ChoiceRefused>> {
    const ofCard = said.cardId === undefined ? ok({}) : await cardChanges(renewal, said.cardId);
    if (!ofCard.ok) return ofCard;
    const changes: Changes = { ...ofCard.value };
    if (said.startsAt !== undefined) Object.assign(changes, { startsAt: said.startsAt, askingStart: false });
    if (said.country !== undefined || said.need.region) {
      changes.destination = said.country ?? null;
      changes.need = saidAgain(elsewhere(renewal.need), said.need);
    } else if (!isNothing(said.need)) {
      changes.need = saidAgain(renewal.need, said.need);
    }
    // What a trip takes is reckoned anew as a whole.
    if (isTrip({ ...renewal.need, ...changes.need })) return ok({ ...changes, ...NO_PLAN });
    const { plan, destination, need } = { ...renewal, ...changes };
    if (!plan) return ok(changes);
    const stays = destination !== null && covers(plan.countries, destination) && meets(plan, said.need);
    return ok({
      ...changes,
      ...(!stays ? NO_PLAN : said.need.days !== undefined && { quantity: unitsFor(plan, need) }),
    });
  }

  async function cardChanges(renewal: Renewal, cardId: string) {
    const card = await database.prisma.card.findFirst({
      where: { id: cardId, accountId: renewal.accountId },
      select: { id: true, iccid: true, product: true, carrier: true, label: true },
    });
    if (!card) return fail<ChoiceRefused>({ type: "card_gone" });
    const keepsPlan = renewal.plan !== null && suitsCard(renewal.plan, card);
    // The number says the brand; a draft's has not been read out to anybody yet.
    const number = orderNumber(card.product, randomBytes(6));
    const keepsNumber = renewal.number.slice(0, 2) === number.slice(0, 2);
    return ok({ card, ...(keepsNumber ? {} : { number }), ...(keepsPlan ? {} : NO_PLAN) });
  }

  async function planChanges(renewal: Renewal, planId: string, priceMinor: number) {
    const row = await database.prisma.plan.findUnique({ where: { id: planId } });
    const plan = row && toPlan(row);
    if (!plan || !renewal.card || !suitsCard(plan, renewal.card))
      return fail<ChoiceRefused>({ type: "plan_gone" });
    if (renewal.destination && !covers(plan.countries, renewal.destination)) {
      return fail<ChoiceRefused>({ type: "plan_gone" });
    }
    if (plan.priceMinor !== priceMinor) return fail<ChoiceRefused>({ type: "price_changed" });
    return ok({ plan, quantity: unitsFor(plan, renewal.need) });
  }
}

export type ChangeRenewal = ReturnType<typeof createChangeRenewal>;

/** What the draft says from then on. */
type Changes = Partial<
  Pick<Renewal, "number" | "card" | "destination" | "plan" | "quantity" | "startsAt" | "need" | "askingStart">
>;

const isTrip = ({ trip, also }: RenewalNeed): boolean => trip !== undefined || also !== undefined;

const NO_PLAN = { plan: null, quantity: null };

/** Written at every step of the talk: by hand, which takes a third of the time. */
function writing(columns: string[]): [name: string, sql: string] {
  const set = columns.map((column, at) => `"${column}" = $${at + 4}, `).join("");
  const sql = `
    UPDATE "Order" SET ${set}version = version + 1, "updatedAt" = $3
    WHERE id = $1 AND status = 'draft' AND version = $2 RETURNING id`;
  // A server takes 63 letters; two tell the columns apart.
  return [`change-renewal ${columns.map((column) => column.slice(0, 2)).join(" ")}`, sql];
}

const columnsOf = ({ card, plan, need, ...same }: Changes): Record<string, unknown> => ({
  ...same,
  ...(need !== undefined && { need: JSON.stringify(need) }),
  ...(card !== undefined && { cardId: card?.id ?? null }),
  ...(plan !== undefined && { planId: plan?.id ?? null }),
});
