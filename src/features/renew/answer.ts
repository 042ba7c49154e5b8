import { isCountryCode, isRegionName, type Region, regions } from "../../domain/country.ts";
import { parseOrderNumber } from "../../domain/order-number.ts";
import { planKinds } from "../../domain/plan.ts";
import { fromShortId, shortId } from "../../domain/short-id.ts";
import type { CalendarDay } from "../../domain/start-day.ts";
import { MOST_LEGS } from "../../domain/trip-need.ts";
import type { KindFilter } from "../../views/renewal/plans.ts";
import type { RenewalWish, SaidSlots } from "./said.ts";

/** Something to look at without choosing. */
export type Look =
  | { at: "where" }
  | { at: "cards"; page: number }
  | { at: "region"; region: Region; page: number }
  | { at: "plans"; kind: KindFilter; page: number }
  | { at: "coverage"; kind: KindFilter; page: number }
  /** The days in each country of a trip. */
  | { at: "stays" };

/** What a person did in the renewal: at one of its questions, or about its price. */
export type Answer = TalkAnswer | PriceAnswer;

export type TalkAnswer =
  | { type: "look"; look: Look }
  | { type: "card"; cardId: string }
  | { type: "cards" }
  | { type: "destination"; country: string }
  | { type: "plan"; planId: string; priceMinor: number }
  | { type: "other_plan" }
  | { type: "days"; count: number }
  | { type: "other_days" }
  | { type: "when" }
  | { type: "start"; day: CalendarDay | "now" }
  /** Several things in one sentence. */
  | { type: "said"; slots: SaidSlots }
  /** A trip to be planned. */
  | { type: "trip"; slots: SaidSlots }
  /** Days in each country of a trip. */
  | { type: "stays"; stays: number[] }
  /** One of the ways to cover it, by its place and what it said it costs. */
  | { type: "way"; index: number; priceMinor: number }
  /** Show the question that is open, or the summary with its way to pay. */
  | { type: "go_on" }
  | { type: "stop" }
  /** `wish` is what it means by itself, apart from the question that is open. */
  | { type: "text"; text: string; wish?: RenewalWish }
  /** A sticker, a photo, a voice message, … */
  | { type: "not_text" };

/** What a person did about the price of what is chosen. */
export type PriceAnswer =
  /** `isPleaded`: what came was no text. */
  | { type: "ask_code"; isPleaded: boolean }
  /** A code that was typed where it was asked for, or where it can mean nothing else. */
  | { type: "code"; text: string }
  /** A code that was offered. */
  | { type: "use_code"; promotionId: string }
  | { type: "remove_code" }
  /** There is nothing to pay. */
  | { type: "renew_now" };

export const isPriceAnswer = (answer: Answer): answer is PriceAnswer =>
  ["ask_code", "code", "use_code", "remove_code", "renew_now"].includes(answer.type);

/**
 * Callback data of the renewal's buttons, `renew:<action>:<order number>[:…]`. They are stateless: each names
 * its draft, so that an old one still means what it says. At most 54 of Telegram's 64 bytes.
 */
export function createLinks(number: string) {
  const link = (action: string, ...values: (string | number)[]) =>
    ["renew", action, number, ...values].join(":");
  return {
    where: () => link("where"),
    region: (region: Region, page: number) => link("region", region, page),
    to: (country: string) => link("to", country),
    cards: () => link("cards"),
    cardsPage: (page: number) => link("cardlist", page),
    card: (id: string) => link("card", shortId(id)),
    plans: (kind: KindFilter, page: number) => link("plans", kind, page),
    coverage: (kind: KindFilter, page: number) => link("cover", kind, page),
    plan: (id: string, priceMinor: number) => link("plan", shortId(id), priceMinor),
    otherPlan: () => link("other"),
    way: (index: number, priceMinor: number) => link("way", index, priceMinor),
    staysOf: () => link("split"),
    stays: (days: readonly number[]) => link("stays", days.join(".")),
    days: (count: number) => link("days", count),
    otherDays: () => link("howlong"),
    when: () => link("when"),
    start: (day: CalendarDay | "now") => link("start", day),
    useCode: (promotionId: string) => link("use", shortId(promotionId)),
    removeCode: () => link("unuse"),
    renewNow: () => link("free"),
    goOn: () => link("on"),
    stop: () => link("stop"),
  };
}

/** Reads a button's data; undefined when it is none of the renewal's or was tampered with. */
export function parsePress(data: string): { number: string; answer: Answer } | undefined {
  const [feature, action = "", numberText = "", ...values] = data.split(":");
  if (feature !== "renew") return undefined;
  const number = parseOrderNumber(numberText);
  const answer = number && answerOf(action, values);
  return number && answer ? { number, answer } : undefined;
}

function answerOf(action: string, [first = "", second = ""]: string[]): Answer | undefined {
  switch (action) {
    case "where":
      return { type: "look", look: { at: "where" } };
    case "region":
      return isRegionName(first) && regions.includes(first as Region)
        ? { type: "look", look: { at: "region", region: first as Region, page: pageOf(second) } }
        : undefined;
    case "to":
      return isCountryCode(first) ? { type: "destination", country: first } : undefined;
    case "cards":
      return { type: "cards" };
    case "cardlist":
      return { type: "look", look: { at: "cards", page: pageOf(first) } };
    case "card": {
      const cardId = fromShortId(first);
      return cardId ? { type: "card", cardId } : undefined;
    }
    case "plans":
    case "cover": {
      const at = action === "plans" ? "plans" : "coverage";
      return { type: "look", look: { at, kind: kindOf(first), page: pageOf(second) } };
    }
    case "plan": {
      const planId = fromShortId(first);
      return planId && /^\d{1,10}$/.test(second)
        ? { type: "plan", planId, priceMinor: Number(second) }
        : undefined;
    }
    case "other":
      return { type: "other_plan" };
    case "way":
      return /^\d$/.test(first) && /^\d{1,10}$/.test(second)
        ? { type: "way", index: Number(first), priceMinor: Number(second) }
        : undefined;
    case "split":
      return { type: "look", look: { at: "stays" } };
    case "stays": {
      const stays = first.split(".").map(Number);
      const isFine = stays.length <= MOST_LEGS && stays.every((days) => days >= 1 && days <= MOST_STAY_DAYS);
      return isFine ? { type: "stays", stays } : undefined;
    }
    case "days":
      return /^\d{1,2}$/.test(first) ? { type: "days", count: Number(first) } : undefined;
    case "howlong":
      return { type: "other_days" };
    case "when":
      return { type: "when" };
    case "start":
      return first === "now" || /^\d{4}-\d{2}-\d{2}$/.test(first) ? { type: "start", day: first } : undefined;
    case "use": {
      const promotionId = fromShortId(first);
      return promotionId ? { type: "use_code", promotionId } : undefined;
    }
    case "unuse":
      return { type: "remove_code" };
    case "free":
      return { type: "renew_now" };
    case "on":
      return { type: "go_on" };
    case "stop":
      return { type: "stop" };
    default:
      return undefined;
  }
}

/** As long as somebody stays in one country of a trip. */
export const MOST_STAY_DAYS = 60;

const pageOf = (text: string): number => (/^\d{1,3}$/.test(text) ? Number(text) : 0);

const kindOf = (text: string): KindFilter =>
  (planKinds as readonly string[]).includes(text) ? (text as KindFilter) : "all";
