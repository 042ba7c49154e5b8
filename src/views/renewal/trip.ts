import { flagOf } from "../../domain/country.ts";
import { DAY_MS, type Plan } from "../../domain/plan.ts";
import type { TripWay } from "../../domain/trip.ts";
import type { Leg, TripNeed } from "../../domain/trip-need.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../../ports/messenger.ts";
import type { TripWays } from "../../use-cases/renewal/find-trip-ways.ts";
import { planName, whatIsAdded } from "../plan-facts.ts";

/** The few best ways to cover a trip: what each buys, costs and leaves over, and why the first is first. */
export function tripView(
  language: Localizer,
  { need, ways, why, amount, startsAt, timeZone }: TripWays & { timeZone: string },
  links: { way(index: number, priceMinor: number): string; footer: MessageButton[][] },
  note?: string,
): RenderedMessage {
  const { format, html, text } = language;
  // How long each stay is matters where each has a plan of its own.
  const tellsStays = need.legs.length > 1 && ways.some(({ purchases }) => purchases.length > 1);
  const where = {
    places: format.list(need.legs.map((leg) => legText(language, leg, tellsStays))),
    when: whenText(language, daysOf(need), startsAt, timeZone),
  };
  const title =
    amount.from === "unlimited"
      ? html("trip.titleUnlimited", where)
      : html("trip.title", { ...where, perDay: format.data(need.bytesPerDay) });
  const source = sourceText(language, amount);
  const reach = commonReach(language, need, ways);
  const lines = ways.map((way, index) => wayText(language, reach ? undefined : regionOf(need), way, index));
  const isForAll = tellsStays && ways[0]!.purchases.length === 1;
  const [first, ...others] = lines;
  const best = [first, whyText(language, why, ways), isForAll && html("trip.anyStays")];
  return {
    text: [
      note,
      [title, reach, source].filter(Boolean).join("\n"),
      best.filter(Boolean).join("\n"),
      ...others,
    ]
      .filter(Boolean)
      .join("\n\n"),
    keyboard: [
      ways.map((way, index) => ({
        text: text("trip.button", { number: index + 1, price: format.money(moneyOf(way)) }),
        callbackData: links.way(index, way.priceMinor),
      })),
      ...links.footer,
    ],
  };
}

/** How long each stay is, with a day more or less of each a tap away. */
export function staysView(
  language: Localizer,
  stays: readonly { country: string; days: number }[],
  links: { most: number; change(at: number, by: 1 | -1): string; done: string },
): RenderedMessage {
  const { format, html, text } = language;
  const total = stays.reduce((sum, { days }) => sum + days, 0);
  const lines = stays.map((stay) => html("trip.stay", stayValues(language, stay)));
  return {
    text: [html("trip.staysTitle", { days: format.days(total) }), lines.join("\n")].join("\n\n"),
    keyboard: [
      ...stays.map(({ country, days }, at) => {
        const place = language.flaggedCountry(country);
        const less = { text: text("trip.dayLess", { place }), callbackData: links.change(at, -1) };
        const more = { text: text("trip.dayMore", { place }), callbackData: links.change(at, 1) };
        return [...(days > 1 ? [less] : []), ...(days < links.most ? [more] : [])];
      }),
      [{ text: text("trip.staysDone"), callbackData: links.done }],
    ],
  };
}

/** As many flags as say something at a glance, and as many names as one reads. */
const MOST_FLAGS = 6;
const MOST_NAMES = 8;

const stayValues = (language: Localizer, { country, days }: { country: string; days: number }) => ({
  place: language.flaggedCountry(country),
  days: language.format.days(days),
});

function legText(language: Localizer, { countries, region, days }: Leg, tellsStays: boolean): string {
  if (region) return language.text(`region.${region}`);
  const country = countries[0]!;
  return tellsStays
    ? language.text("trip.stay", stayValues(language, { country, days }))
    : language.flaggedCountry(country);
}

/** `3 – 16 Dec, 14 days`, or how long alone while nobody said from when. */
function whenText(language: Localizer, days: number, startsAt: Date | null, timeZone: string): string {
  const { format, text } = language;
  if (!startsAt) return format.days(days);
  const last = new Date(startsAt.getTime() + (days - 1) * DAY_MS);
  return text("trip.dates", { dates: format.dates(startsAt, last, timeZone), days: format.days(days) });
}

/** Where the amount a day comes from, when nobody said it. */
function sourceText({ html }: Localizer, amount: TripWays["amount"]): string | undefined {
  switch (amount.from) {
    case "said":
    case "unlimited":
      return undefined;
    case "days":
      return html("trip.fromDays", { count: amount.days });
    case "plans":
      return html("trip.fromPlans");
    case "typical":
      return html("trip.fromTypical");
  }
}

function whyText({ format, html }: Localizer, why: TripWays["why"], ways: TripWays["ways"]) {
  switch (why?.type) {
    case "cheapest": {
      const saved = { amountMinor: why.savesMinor, currency: ways[0]!.currency };
      return html("trip.cheapest", { amount: format.money(saved) });
    }
    case "simplest":
      return html("trip.simplest");
    default:
      return undefined;
  }
}

const regionOf = ({ legs }: TripNeed): Leg | undefined => legs.find((leg) => leg.region);

/** Which of a region's countries all of the ways work in, where it is the same for each. */
function commonReach(language: Localizer, need: TripNeed, ways: TripWays["ways"]): string | undefined {
  const region = regionOf(need);
  const [first, ...others] = ways.flatMap(({ purchases }) => purchases.map(({ countries }) => countries));
  const isSame = others.every((covered) => covered.join() === first!.join());
  return region && isSame ? reachText(language, region, first!) : undefined;
}

/** With `region` each plan says where in it it works. */
function wayText(language: Localizer, region: Leg | undefined, way: TripWay<Plan>, index: number): string {
  const { format, html, text } = language;
  const bought = way.purchases.map(({ plan, quantity, times, countries }) => {
    const what = { name: planName(language, plan), facts: whatIsAdded(language, plan, quantity) };
    const bundles = html("trip.purchase", { ...what, times: times > 1 ? `${times} × ` : "" });
    if (region) return `${bundles}\n${reachText(language, region, countries)}`;
    // The title has their names.
    return countries.length > MOST_FLAGS ? bundles : `${countries.map(flagOf).join("")} ${bundles}`;
  });
  const left: string[] = [];
  if (way.bytesLeft !== null && way.bytesLeft > 0n) left.push(format.data(way.bytesLeft));
  // Days of one plan after another's add up to nothing that can be used.
  if (way.daysLeft > 0 && way.purchases.length === 1) left.push(format.days(way.daysLeft));
  const price = html("trip.price", { number: index + 1, price: format.money(moneyOf(way)) });
  // What is sold by the day fills up anew and is never just enough.
  const isExact =
    way.daysLeft === 0 && way.bytesLeft === 0n && way.purchases.every(({ plan }) => plan.kind !== "daily");
  const nothing = isExact ? [text("trip.nothingLeft")] : [];
  const over = left.length > 0 ? [html("trip.left", { what: format.list(left) })] : nothing;
  return [price, ...bought, ...over].join("\n");
}

/** Which of a region's countries it works in, and which not. */
function reachText(language: Localizer, { countries }: Leg, covered: readonly string[]): string {
  const { format, html } = language;
  const missing = countries.filter((country) => !covered.includes(country)).map(language.flaggedCountry);
  const named = covered.slice(0, covered.length > MOST_NAMES + 1 ? MOST_NAMES : covered.length);
  const more = covered.length - named.length;
  const names = [
    ...named.map(language.countryName),
    ...(more > 0 ? [language.text("trip.andMore", { count: more })] : []),
  ];
  const values = { count: covered.length, names: format.list(names) };
  return missing.length > 0
    ? html("trip.worksExcept", { ...values, missing: format.list(missing) })
    : html("trip.works", values);
}

const daysOf = ({ legs }: TripNeed): number => legs.reduce((sum, { days }) => sum + days, 0);
const moneyOf = ({ priceMinor, currency }: TripWay<Plan>) => ({ amountMinor: priceMinor, currency });
