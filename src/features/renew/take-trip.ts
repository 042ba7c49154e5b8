import { regionOf, regions } from "../../domain/country.ts";
import type { NextPurchase } from "../../domain/renewal-need.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { MessageButton, RenderedMessage } from "../../ports/messenger.ts";
import type { ChangeRenewal, ChoiceRefused } from "../../use-cases/renewal/change-renewal.ts";
import type { FindTripWays, TripWays } from "../../use-cases/renewal/find-trip-ways.ts";
import type { Renewal } from "../../use-cases/renewal/read-renewal.ts";
import { planName } from "../../views/plan-facts.ts";
import { staysView, tripView } from "../../views/renewal/trip.ts";
import { createLinks, MOST_STAY_DAYS } from "./answer.ts";
import { exitButton, type Viewer } from "./screens.ts";
import { placesOf, staysOf } from "./stays.ts";

export interface TakeTripDeps {
  changeRenewal: ChangeRenewal;
  findTripWays: FindTripWays;
}

const DAY_MS = 24 * 60 * 60_000;

/** The ways to cover a trip, and the one that was chosen: its first plan is bought now, the others after it. */
export function createTakeTrip({ changeRenewal, findTripWays }: TakeTripDeps) {
  return {
    /**
     * Undefined when no trip is being planned, or its card is not known yet; with `ways` of none when nothing
     * covers all of it.
     */
    async show(
      renewal: Renewal,
      viewer: Viewer,
      note?: string,
    ): Promise<{ view: RenderedMessage } | { view?: undefined; note: string | undefined } | undefined> {
      if (!renewal.need.trip || !renewal.card || renewal.plan) return undefined;
      const found = await findTripWays(renewal);
      if (!found) return undefined;
      const { language, timeZone } = viewer;
      if (found.ways.length === 0) return { note: nothingForAll(found, viewer) };
      const { way } = createLinks(renewal.number);
      const footer = footerOf(renewal, found, viewer);
      return { view: tripView(language, { ...found, timeZone }, { way, footer }, note) };
    },

    /** The days in each country, with buttons to change them. */
    stays(renewal: Renewal, { language }: Viewer): RenderedMessage {
      const links = createLinks(renewal.number);
      const days = staysOf(renewal);
      const stays = placesOf(renewal).slice(0, days.length);
      return staysView(
        language,
        stays.map((country, at) => ({ country, days: days[at]! })),
        {
          most: MOST_STAY_DAYS,
          change: (at, by) => links.stays(days.with(at, days[at]! + by)),
          done: links.goOn(),
        },
      );
    },

    async take(
      renewal: Renewal,
      viewer: Viewer,
      { index, priceMinor }: { index: number; priceMinor: number },
    ): Promise<Result<{ now: Renewal; note?: string }, ChoiceRefused>> {
      const way = (await findTripWays(renewal))?.ways[index];
      if (!way || way.priceMinor !== priceMinor) return fail({ type: "price_changed" });
      const begins = (renewal.startsAt ?? viewer.now).getTime();
      const steps = way.purchases.flatMap(({ plan, quantity, times, countries, startsAfterDays }) =>
        Array.from({ length: times }, (_, time) => ({
          plan,
          next: {
            planId: plan.id,
            quantity,
            country: countries[0]!,
            // A further one of the same plan waits for the one before by itself.
            ...(time === 0 && { startsAt: new Date(begins + startsAfterDays * DAY_MS).toISOString() }),
          } satisfies NextPurchase,
        })),
      );
      const [first, second] = steps;
      const { planId, quantity } = first!.next;
      const next = steps.slice(1).map((step) => step.next);
      const changed = await changeRenewal(renewal, { type: "way", planId, quantity, next });
      if (!changed.ok) return changed;
      if (!second) return ok({ now: changed.value });
      const name = planName(viewer.language, second.plan);
      return ok({
        now: changed.value,
        note: viewer.language.html("trip.first", { count: steps.length, name }),
      });
    },
  };
}

/** Why there is nothing to compare, above what can be picked instead. */
function nothingForAll({ need }: TripWays, { language }: Viewer): string | undefined {
  const [first, second] = need.legs;
  if (!second && !first?.region) return undefined;
  return first?.region
    ? language.html("trip.noRegional", { region: language.text(`region.${first.region}`) })
    : language.html("trip.noWay", {
        places: language.format.list(
          need.legs.flatMap(({ countries }) => countries.slice(0, 1)).map(language.flaggedCountry),
        ),
      });
}

function footerOf(renewal: Renewal, { need, ways }: TripWays, { language }: Viewer): MessageButton[][] {
  const { text } = language;
  const links = createLinks(renewal.number);
  const exit = exitButton(language, renewal);
  const region = need.legs[0]?.region;
  if (region) {
    const shelf = regions.find((name) => name === region) ?? regionOf(need.legs[0]!.countries[0]!);
    const pick = shelf ? links.region(shelf, 0) : links.where();
    return [[{ text: text("trip.pickCountry"), callbackData: pick }, exit]];
  }
  const rows: MessageButton[][] = [];
  const isShared = need.legs.length > 1 && ways.some(({ purchases }) => purchases.length > 1);
  if (isShared) rows.push([{ text: text("trip.staysButton"), callbackData: links.staysOf() }]);
  return [...rows, [{ text: text("trip.allPlans"), callbackData: links.plans("all", 0) }, exit]];
}
