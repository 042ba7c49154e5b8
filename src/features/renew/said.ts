import { DAY_MS } from "../../domain/plan.ts";
import type { RenewalNeed } from "../../domain/renewal-need.ts";
import { type CalendarDay, isStartDay, startOfDay } from "../../domain/start-day.ts";
import type { Slots } from "../../domain/wish.ts";
import type { Said } from "../../use-cases/renewal/change-renewal.ts";

/** What a sentence chooses in a renewal. A day that cannot be chosen is left out. */
export function saidIn(
  { countries = [], days, from, until, dataMb, dataMbPerDay, kind }: Slots,
  { today, timeZone }: { today: CalendarDay; timeZone: string },
): Said {
  const [country, ...also] = countries;
  const length = days ?? (until === undefined ? undefined : daysBetween(from ?? today, until));
  const need: RenewalNeed = {
    ...(length !== undefined && length >= 1 && { days: length }),
    ...(dataMb !== undefined && { dataMb }),
    ...(dataMbPerDay !== undefined && { dataMbPerDay }),
    ...(kind !== undefined && { kind }),
    ...(also.length > 0 && { also }),
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
