import { MAX_DAYS, type Plan } from "../../domain/plan.ts";
import { type CalendarDay, comingDays } from "../../domain/start-day.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../../ports/messenger.ts";
import type { RenewalCard } from "../../use-cases/renewal/read-renewal.ts";
import { cardName } from "../card-name.ts";
import { planFacts, planName } from "../plan-facts.ts";
import { inRows } from "./places.ts";

const CARDS_PER_PAGE = 8;

/** "Which card?", a page at a time. `note` is a line of HTML above the question. */
export function cardsView(
  language: Localizer,
  data: { cards: RenewalCard[]; page: number; note: string | undefined },
  links: { card(id: string): string; page(page: number): string; exit: MessageButton },
): RenderedMessage {
  const { cards, note } = data;
  const pages = Math.max(1, Math.ceil(cards.length / CARDS_PER_PAGE));
  const page = Math.min(Math.max(data.page, 0), pages - 1);
  const turn: MessageButton[] = [];
  if (page > 0) turn.push({ text: `‹ ${page}/${pages}`, callbackData: links.page(page - 1) });
  if (page < pages - 1) turn.push({ text: `${page + 2}/${pages} ›`, callbackData: links.page(page + 1) });
  const title = language.html(cards.length > 0 ? "renew.chooseCard" : "renew.noCards");
  return {
    text: note && cards.length > 0 ? `${note}\n\n${title}` : title,
    keyboard: [
      ...cards
        .slice(page * CARDS_PER_PAGE, (page + 1) * CARDS_PER_PAGE)
        .map((card) => [{ text: cardName(language, card), callbackData: links.card(card.id) }]),
      ...(turn.length > 0 ? [turn] : []),
      [links.exit],
    ],
  };
}

/** "For how many days?", with the price of each number on its button's row read aloud by the text. */
export function daysView(
  language: Localizer,
  plan: Plan,
  links: { days(count: number): string; footer: MessageButton[][] },
  note?: string,
): RenderedMessage {
  const price = language.format.money({ amountMinor: plan.priceMinor, currency: plan.currency });
  const title = language.html("renew.days", {
    name: planName(language, plan),
    facts: planFacts(language, plan),
    price,
    max: MAX_DAYS,
  });
  const days = Array.from({ length: MAX_DAYS }, (_, index) => index + 1);
  return {
    text: note ? `${note}\n\n${title}` : title,
    keyboard: [
      ...inRows(
        days.map((count) => ({ text: language.format.number(count), callbackData: links.days(count) })),
        6,
      ),
      ...links.footer,
    ],
  };
}

const DAYS_OFFERED = 12;

/** "When shall it start?" */
export function startView(
  language: Localizer,
  data: { now: Date; timeZone: string; note?: string },
  links: { start(day: CalendarDay | "now"): string; back: string },
): RenderedMessage {
  const days = comingDays(data.timeZone, data.now, DAYS_OFFERED).map((day) => ({
    // Noon UTC is the same calendar day in nearly every zone; the label is of the day itself.
    text: language.format.date(new Date(`${day}T12:00:00Z`), "Etc/UTC"),
    callbackData: links.start(day),
  }));
  const title = language.html("renew.when");
  return {
    text: data.note ? `${data.note}\n\n${title}` : title,
    keyboard: [
      [
        {
          text: language.text("renew.whenButton", { day: language.text("renew.now") }),
          callbackData: links.start("now"),
        },
      ],
      ...inRows(days, 3),
      [{ text: language.text("common.back"), callbackData: links.back }],
    ],
  };
}
