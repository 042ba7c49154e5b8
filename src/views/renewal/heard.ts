import { megabytes } from "../../domain/data-size.ts";
import type { RenewalNeed } from "../../domain/renewal-need.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { RenewalCard } from "../../use-cases/renewal/read-renewal.ts";
import { cardName } from "../card-name.ts";

/** What was understood of a sentence, said back in one line of HTML; empty when that was nothing or a place alone. */
export function heardText(
  language: Localizer,
  heard: {
    country?: string;
    startsAt?: Date | null;
    need: RenewalNeed;
    card?: RenewalCard | null;
    timeZone: string;
  },
): string {
  const { format, text } = language;
  const { country, startsAt, need, card } = heard;
  const parts: string[] = [];
  const places = [...(country ? [country] : []), ...(need.also ?? [])].map(language.flaggedCountry);
  if (places.length > 0) parts.push(format.list(places));
  if (need.region) parts.push(text(`region.${need.region}`));
  if (card) parts.push(cardName(language, card));
  parts.push(...needParts(language, need));
  if (startsAt) parts.push(text("talkReply.from", { date: format.date(startsAt, heard.timeZone) }));
  if (startsAt === null) parts.push(text("talkReply.fromNow"));
  // The panel below says the place anyhow.
  if (parts.length === 0 || (parts.length === 1 && places.length === 1 && !need.also)) return "";
  return language.html("talkReply.heard", { what: parts.join(" · ") });
}

/** `7 days`, `10 GB`, `1 GB a day`, `Unlimited`: how long, how much and of which kind. Plain text. */
export function needParts(language: Localizer, need: RenewalNeed): string[] {
  const { format, text } = language;
  const parts: string[] = [];
  if (need.days !== undefined) parts.push(format.days(need.days));
  if (need.dataMb !== undefined) parts.push(format.data(megabytes(Math.round(need.dataMb))));
  if (need.dataMbPerDay !== undefined) {
    parts.push(text("plan.perDay", { data: format.data(megabytes(Math.round(need.dataMbPerDay))) }));
  }
  if (need.kind !== undefined) parts.push(text(`plan.kind.${need.kind}`));
  return parts;
}
