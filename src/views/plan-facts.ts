import { EVERYWHERE, nameIn, type Plan } from "../domain/plan.ts";
import { unitPrice } from "../domain/plan-choice.ts";
import type { Localizer } from "../i18n/localizer.ts";

type Facts = Pick<Plan, "kind" | "days" | "dataBytes" | "voiceSeconds" | "fairUseBytes">;

/** `10 GB · 7 days · 60 min`, `1 GB a day`, `unlimited data · 30 days`. Plain text. */
export function planFacts(language: Localizer, plan: Facts): string {
  const { format, text } = language;
  const facts: string[] = [];
  if (plan.kind === "unlimited") {
    facts.push(text("plan.unlimited"));
    if (plan.fairUseBytes) facts.push(text("plan.fairUse", { data: format.data(plan.fairUseBytes) }));
  } else if (plan.dataBytes) {
    const data = format.data(plan.dataBytes);
    facts.push(plan.kind === "daily" ? text("plan.perDay", { data }) : data);
  }
  if (plan.voiceSeconds > 0) facts.push(text("plan.minutes", { count: format.minutes(plan.voiceSeconds) }));
  if (plan.kind !== "daily") facts.push(format.days(plan.days));
  return facts.join(" · ");
}

/** What so many units bring in all: `7 × 1 GB a day` becomes days, the rest is as it stands. Plain text. */
export function whatIsAdded(language: Localizer, plan: Facts, quantity: number): string {
  const facts = planFacts(language, plan);
  return plan.kind === "daily" ? `${facts} · ${language.format.days(quantity)}` : facts;
}

export const planName = (language: Localizer, plan: Pick<Plan, "name">): string =>
  nameIn(plan.name, language.locale);

/** `$12.50`, or `$1.80 a day` for what is sold by the day. */
export function planPrice(language: Localizer, plan: Pick<Plan, "kind" | "priceMinor" | "currency">): string {
  const price = language.format.money({ amountMinor: plan.priceMinor, currency: plan.currency });
  return plan.kind === "daily" ? language.text("plan.aDay", { price }) : price;
}

/** `$1.25 per GB`, `$2.10 a day`; undefined where the price says it all. */
export function planUnitPrice(language: Localizer, plan: Plan): string | undefined {
  const unit = unitPrice(plan);
  if (!unit) return undefined;
  const price = language.format.money(unit);
  return unit.per === "gigabyte"
    ? language.text("plan.perGigabyte", { price })
    : language.text("plan.aDay", { price });
}

/** `🇯🇵 Japan`, `36 countries`, `every country`: short, for a line. */
export function coverageInShort(language: Localizer, countries: readonly string[]): string {
  if (countries.includes(EVERYWHERE)) return language.text("plan.everywhere");
  return countries.length <= 3
    ? language.format.list(countries.map(language.flaggedCountry))
    : language.text("plan.countries", { count: countries.length });
}

/** Every country by name, as many as fit into `limit` characters, then how many more. Plain text. */
export function coverageInFull(language: Localizer, countries: readonly string[], limit: number): string {
  if (countries.includes(EVERYWHERE)) return language.text("plan.everywhere");
  const names = language.sortCountries(countries).map(language.flaggedCountry);
  const shown: string[] = [];
  let length = 0;
  for (const name of names) {
    length += name.length + 2;
    if (length > limit) break;
    shown.push(name);
  }
  const more = names.length - shown.length;
  if (more > 0) shown.push(language.text("renew.moreCountries", { count: more }));
  return language.format.list(shown);
}
