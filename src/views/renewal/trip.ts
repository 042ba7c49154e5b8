import type { Plan } from "../../domain/plan.ts";
import type { TripWay } from "../../domain/trip.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../../ports/messenger.ts";
import type { TripWays } from "../../use-cases/renewal/find-trip-ways.ts";
import { planName, whatIsAdded } from "../plan-facts.ts";

/** The few best ways to cover a trip: what each buys, costs and leaves over, and why the first is first. */
export function tripView(
  language: Localizer,
  { need, ways, why, isUsual }: TripWays,
  links: { way(index: number, priceMinor: number): string; footer: MessageButton[][] },
  note?: string,
): RenderedMessage {
  const { format, html, text } = language;
  const places = need.legs.flatMap(({ countries }) => countries.slice(0, 1));
  const days = need.legs.reduce((sum, leg) => sum + leg.days, 0);
  const title = html(isUsual ? "trip.titleUsual" : "trip.title", {
    places: format.list(places.map(language.flaggedCountry)),
    days: format.days(days),
    perDay: format.data(need.bytesPerDay),
  });
  const lines = ways.map((way, index) => wayText(language, way, index));
  const reason =
    why?.type === "cheapest"
      ? html("trip.cheapest", {
          amount: format.money({ amountMinor: why.savesMinor, currency: ways[0]!.currency }),
        })
      : why?.type === "simplest"
        ? html("trip.simplest")
        : undefined;
  const [first, ...others] = lines;
  return {
    text: [note, title, [first, reason].filter(Boolean).join("\n"), ...others].filter(Boolean).join("\n\n"),
    keyboard: [
      ...ways.map((way, index) => [
        {
          text: text("trip.button", { number: index + 1, price: format.money(moneyOf(way)) }),
          callbackData: links.way(index, way.priceMinor),
        },
      ]),
      ...links.footer,
    ],
  };
}

function wayText(language: Localizer, way: TripWay<Plan>, index: number): string {
  const { format, html, text } = language;
  const bought = way.purchases.map(({ plan, quantity, times, countries }) => {
    const what = html("trip.purchase", {
      name: planName(language, plan),
      facts: whatIsAdded(language, plan, quantity),
      places: format.list(countries.map(language.flaggedCountry)),
    });
    return times > 1 ? `${times} × ${what}` : what;
  });
  const left: string[] = [];
  if (way.bytesLeft !== null && way.bytesLeft > 0n) left.push(format.data(way.bytesLeft));
  if (way.daysLeft > 0) left.push(format.days(way.daysLeft));
  const price = html("trip.price", { number: index + 1, price: format.money(moneyOf(way)) });
  const over = left.length > 0 ? html("trip.left", { what: format.list(left) }) : text("trip.nothingLeft");
  return [price, ...bought, over].join("\n");
}

const moneyOf = ({ priceMinor, currency }: TripWay<Plan>) => ({ amountMinor: priceMinor, currency });
