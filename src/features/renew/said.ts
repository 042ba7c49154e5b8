import type { Wish } from "../../bot/context.ts";
import type { RegionName } from "../../domain/country.ts";
import { DAY_MS } from "../../domain/plan.ts";
import type { RenewalNeed } from "../../domain/renewal-need.ts";
import { type CalendarDay, isStartDay, startOfDay } from "../../domain/start-day.ts";
import type { Slots } from "../../domain/wish.ts";
import type { CountrySearch } from "../../i18n/country-search.ts";
import type { Speaker, Understand } from "../../i18n/talk/understand.ts";
import type { Said } from "../../use-cases/renewal/change-renewal.ts";
import { readStays } from "./read-stays.ts";

/** What a sentence says of a renewal, with what only trips are asked. */
export interface SaidSlots extends Slots {
  /** A part of the world as travellers name it, where no country was. */
  within?: RegionName;
  /** How many days in each of the countries. */
  stays?: number[];
}

/** A wish with all that a renewal makes of it. */
export type RenewalWish = Wish & { slots: SaidSlots };

/** Reads from a wish's words what its slots are too coarse for. */
export function createReadTrip(deps: { countrySearch: CountrySearch; understand: Understand }) {
  const { countrySearch, understand } = deps;
  return function readTrip<Of extends Wish>(wish: Of, speaker: Speaker): Of & RenewalWish {
    const { slots, text } = wish;
    const within = slots.region && !slots.countries && regionIn(text, speaker.locale, slots.region);
    const stays = readStays(text, slots, (part) => understand(part, speaker).slots);
    return { ...wish, slots: { ...slots, ...(within && { within }), ...(stays && { stays }) } };
  };

  /** "Scandinavia" rather than Europe. */
  function regionIn(text: string, locale: string, otherwise: RegionName): RegionName {
    return countrySearch.search(text, { locale }).region ?? otherwise;
  }
}

export type ReadTrip = ReturnType<typeof createReadTrip>;

/** What a sentence chooses in a renewal. A day that cannot be chosen is left out. */
export function saidIn(
  { countries = [], within, stays, days, from, until, dataMb, dataMbPerDay, kind }: SaidSlots,
  { today, timeZone, isTrip = false }: { today: CalendarDay; timeZone: string; isTrip?: boolean },
): Said {
  const [country, ...also] = countries;
  const length = days ?? (until === undefined ? undefined : daysBetween(from ?? today, until));
  const need: RenewalNeed = {
    ...(length !== undefined && length >= 1 && { days: length }),
    ...(dataMb !== undefined && { dataMb }),
    ...(dataMbPerDay !== undefined && { dataMbPerDay }),
    ...(kind !== undefined && { kind }),
    ...(also.length > 0 && { also }),
    ...(stays && { stays }),
    ...(within && { region: within }),
    ...((isTrip || within) && { trip: true as const }),
  };
  const startsAt = from === today ? null : from && isStartDay(from, today) && startOfDay(from, timeZone);
  return {
    need,
    ...(country !== undefined && { country }),
    ...((startsAt || startsAt === null) && { startsAt }),
  };
}

/** Both days count: from Wednesday until Sunday are five. */
const daysBetween = (from: CalendarDay, until: CalendarDay): number =>
  Math.round((Date.parse(until) - Date.parse(from)) / DAY_MS) + 1;
