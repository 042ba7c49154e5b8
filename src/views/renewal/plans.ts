import { EVERYWHERE, type Plan, type PlanKind, planKinds } from "../../domain/plan.ts";
import { priceOf } from "../../domain/plan-choice.ts";
import { type RenewalNeed, unitsFor } from "../../domain/renewal-need.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../../ports/messenger.ts";
import {
  coverageInFull,
  coverageInShort,
  planFacts,
  planName,
  planPrice,
  planUnitPrice,
} from "../plan-facts.ts";

export type KindFilter = PlanKind | "all";

export interface PlanLinks {
  /** What a press on a plan does; undefined where one can only look. */
  plan(plan: Plan): string;
  page(kind: KindFilter, page: number): string;
  coverage(kind: KindFilter, page: number): string;
  /** Rows below the plans. */
  footer: MessageButton[][];
}

const PLANS_PER_PAGE = 5;

export interface PlanList {
  /** The lines above the plans, in HTML. */
  title: string;
  plans: Plan[];
  /** What was said of the trip: what it costs for just that is worked out. */
  need?: RenewalNeed;
  kind: KindFilter;
  page: number;
}

/** Plans side by side: what each holds, what it costs, and what that is per GB or day. */
export function plansView(language: Localizer, list: PlanList, links: PlanLinks): RenderedMessage {
  const { shown, page, pages, kinds } = pageOf(list);
  const lines = shown.map((plan) => planLine(language, plan, list.need));
  const turn: MessageButton[] = [];
  if (page > 0) turn.push({ text: `‹ ${page}/${pages}`, callbackData: links.page(list.kind, page - 1) });
  if (page < pages - 1)
    turn.push({ text: `${page + 2}/${pages} ›`, callbackData: links.page(list.kind, page + 1) });
  const tabs =
    kinds.length > 1 && list.plans.length > PLANS_PER_PAGE ? [kindTabs(language, list, kinds, links)] : [];
  return {
    text: [list.title, ...lines].join("\n\n"),
    keyboard: [
      ...shown.map((plan) => [planButton(language, plan, links, list.need)]),
      ...(turn.length > 0 ? [turn] : []),
      ...tabs,
      ...(shown.some(({ countries }) => countries.length > 3)
        ? [[{ text: language.text("renew.coverageButton"), callbackData: links.coverage(list.kind, page) }]]
        : []),
      ...links.footer,
    ],
  };
}

/** The countries of every plan on the page. */
export function planCoverageView(language: Localizer, list: PlanList, back: string): RenderedMessage {
  const { shown } = pageOf(list);
  const room = Math.floor(3_400 / Math.max(1, shown.length));
  return {
    text: shown
      .map((plan) =>
        language.html("renew.coverage", {
          name: planName(language, plan),
          countries: coverageInFull(language, plan.countries, room),
        }),
      )
      .join("\n\n"),
    keyboard: [[{ text: language.text("common.back"), callbackData: back }]],
  };
}

function pageOf({ plans, kind, page }: PlanList) {
  const ofKind = kind === "all" ? plans : plans.filter((plan) => plan.kind === kind);
  const pages = Math.max(1, Math.ceil(ofKind.length / PLANS_PER_PAGE));
  const current = Math.min(Math.max(page, 0), pages - 1);
  return {
    shown: ofKind.slice(current * PLANS_PER_PAGE, (current + 1) * PLANS_PER_PAGE),
    page: current,
    pages,
    kinds: planKinds.filter((candidate) => plans.some((plan) => plan.kind === candidate)),
  };
}

function planLine(language: Localizer, plan: Plan, need: RenewalNeed = {}): string {
  const price = planPrice(language, plan);
  // That it works where one is going goes without saying.
  const isNational = plan.countries.length === 1 && plan.countries[0] !== EVERYWHERE;
  const coverage = isNational ? undefined : coverageInShort(language, plan.countries);
  const rest = [totalFor(language, plan, need), planUnitPrice(language, plan), coverage].filter(
    (part) => part,
  );
  return language.html("renew.planLine", {
    name: planName(language, plan),
    facts: planFacts(language, plan),
    price,
    extras: rest.map((part) => ` · ${part}`).join(""),
  });
}

/** `$15.40 for 7 days`, of what is sold by the day and asked for by the day. */
function totalFor(language: Localizer, plan: Plan, need: RenewalNeed): string | undefined {
  const units = plan.kind === "daily" ? unitsFor(plan, need) : null;
  if (units === null || units === 1) return undefined;
  const price = language.format.money({ ...plan, amountMinor: priceOf(plan, units) });
  return language.text("plan.forDays", { price, days: language.format.days(units) });
}

function planButton(
  language: Localizer,
  plan: Plan,
  links: PlanLinks,
  need: RenewalNeed = {},
): MessageButton {
  const price = totalFor(language, plan, need) ?? planPrice(language, plan);
  const label = { name: planName(language, plan), price };
  return { text: language.text("renew.planButton", label), callbackData: links.plan(plan) };
}

function kindTabs(language: Localizer, list: PlanList, kinds: PlanKind[], links: PlanLinks): MessageButton[] {
  return (["all", ...kinds] as const).map((kind) => ({
    text: `${kind === list.kind ? "• " : ""}${language.text(`plan.kind.${kind}`)}`,
    callbackData: links.page(kind, 0),
  }));
}
