import type { ToLocal } from "./local-time.ts";
import { DAY_MS } from "./plan.ts";
import type { UsageHistory, UsedStretch } from "./usage-history.ts";
import { eachHour, HOUR_MS, hourOf, isWeekend, learnRhythm, type Rhythm, sum } from "./usage-rhythm.ts";

/** How fast something is used, as far as the recent days tell. */
export interface Pace {
  /** Expected to be used in the hour of that moment. */
  inHourOf(at: number): number;
  /** On an average day. */
  perDay: number;
  /** How much one day differs from the next, as a share of `perDay`. */
  unsteadiness: number;
  /** How many days' worth of watching it rests on; what is longer ago counts less. */
  days: number;
  /** Whether days as those of that time, at weekends or otherwise, were watched at all. */
  knows(from: number, until: number): boolean;
}

/** Days that are longer ago say nothing of now. */
export const RECENT_MS = 14 * DAY_MS;

/** A day that was so many days ago counts half. */
const HALF_LIFE_DAYS = 4;
/** Less of a day than this has been watched: nobody can say. */
const LEAST_DAYS = 0.8;
const LEAST_STRETCHES = 3;
/** Until this many days are known, one big download is told by the other hours, afterwards by the other days. */
const FEW_DAYS = 3;
/** A day that was so many times the typical one counts as that much. */
const MOST_TYPICAL_DAYS = 2.5;
/** Days differ by this much until this many of them have shown how much they do. */
const USUAL_UNSTEADINESS = 0.5;
const DAYS_OF_DOUBT = 2;
/** So many weekend days of a person's own count as much as the guess that they are like other days. */
const WEEKEND_DAYS_OF_DOUBT = 3;

interface Day {
  /** How much of a whole day of use was watched. */
  share: number;
  used: number;
  weekend: boolean;
  /** 1 for today, less for what is longer ago. */
  weight: number;
}

/**
 * The pace of the recent days, which count the more the later they are; undefined when they are too few to
 * say. One big download moves it a little, a new habit within days.
 */
export function paceOf(history: UsageHistory, until: number, toLocal: ToLocal): Pace | undefined {
  const rhythm = learnRhythm(history, toLocal);
  const days = daysOf(history, rhythm, until, toLocal);
  const watched = sum(days.map(({ share }) => share));
  if (watched < LEAST_DAYS || isTooThin(history)) return undefined;

  const calm = watched < FEW_DAYS ? withoutBurst(days, history, watched) : capped(days);
  const weekend = weekendFactor(calm);
  const weighed = calm.map((day) => ({ ...day, share: day.share * (day.weekend ? weekend : 1) }));
  const seen = ratio(weighed);
  const unsteadiness = unsteadinessOf(weighed, seen);
  const known = sum(days.map(({ share, weight }) => share * weight));
  // Heavy days are rare: the fewer were watched, the likelier that they were missed.
  const perWeekday = seen * (1 + unsteadiness ** 2 / (2 * known));
  const knowsDay = [false, true].map((isWeekendDay) => watchedOf(days, isWeekendDay) >= LEAST_DAYS);
  return {
    perDay: (perWeekday * (5 + 2 * weekend)) / 7,
    days: known,
    unsteadiness,
    knows: (from, to) => {
      // Steps of half a day meet every day in between.
      for (let at = from; at <= to; at += DAY_MS / 2)
        if (!knowsDay[Number(isWeekend(toLocal(at)))]) return false;
      return true;
    },
    inHourOf: (at) => {
      const local = toLocal(at);
      return ((perWeekday * rhythm[hourOf(local)]!) / 24) * (isWeekend(local) ? weekend : 1);
    },
  };
}

/** The watched days by the person's calendar, with what was used on each. */
function daysOf({ used, watched }: UsageHistory, rhythm: Rhythm, now: number, toLocal: ToLocal): Day[] {
  const since = now - RECENT_MS;
  const dayByNumber = new Map<number, Day>();
  const dayAt = (local: number): Day => {
    const number = Math.floor(local / DAY_MS);
    let day = dayByNumber.get(number);
    if (!day) {
      const age = Math.max(0, Math.floor(toLocal(now) / DAY_MS) - number);
      day = { share: 0, used: 0, weekend: isWeekend(local), weight: 0.5 ** (age / HALF_LIFE_DAYS) };
      dayByNumber.set(number, day);
    }
    return day;
  };
  const shareOf = (hour: { from: number; until: number }, local: number) =>
    (rhythm[hourOf(local)]! / 24) * ((hour.until - hour.from) / HOUR_MS);

  for (const { from, until } of watched) {
    eachHour(Math.max(from, since), Math.min(until, now), (hour) => {
      const local = toLocal(hour.from);
      dayAt(local).share += shareOf(hour, local);
      return undefined;
    });
  }
  for (const stretch of used) spread(stretch);
  return [...dayByNumber.values()].filter(({ share }) => share > 0);

  /** Over its hours, as the person's day goes. */
  function spread({ from, until, amount }: UsedStretch): void {
    if (until <= since || amount <= 0) return;
    if (until - from <= HOUR_MS) {
      dayAt(toLocal(from)).used += amount;
      return;
    }
    const parts: { local: number; share: number; recent: boolean }[] = [];
    eachHour(from, until, (hour) => {
      const local = toLocal(hour.from);
      parts.push({ local, share: shareOf(hour, local), recent: hour.from >= since });
      return undefined;
    });
    const whole = sum(parts.map(({ share }) => share));
    for (const { local, share, recent } of parts) {
      if (recent) dayAt(local).used += (amount * share) / whole;
    }
  }
}

/** Whether it is only a handful of hours, of which none can be told from chance. */
function isTooThin({ used }: UsageHistory): boolean {
  const stretches = used.filter(({ amount }) => amount > 0);
  if (stretches.some(({ from, until }) => until - from >= DAY_MS / 2)) return false;
  return stretches.length > 0 && stretches.length < LEAST_STRETCHES;
}

const watchedOf = (days: readonly Day[], weekend: boolean): number =>
  sum(days.filter((day) => day.weekend === weekend).map(({ share }) => share));

/** While days are few: the hour that was used most counts at most as much as a day of all the others. */
function withoutBurst(days: Day[], { used }: UsageHistory, watched: number): Day[] {
  const hours = used.filter(({ from, until }) => until - from <= HOUR_MS).map(({ amount }) => amount);
  const most = hours.length > 0 ? Math.max(...hours) : 0;
  const others = sum(days.map((day) => day.used)) - most;
  const tooMuch = Math.max(0, most - others / Math.max(1, watched));
  if (tooMuch === 0) return days;
  const busiest = days.reduce((a, b) => (b.used > a.used ? b : a));
  return days.map((day) => (day === busiest ? { ...day, used: day.used - tooMuch } : day));
}

function capped(days: Day[]): Day[] {
  const rates = days
    .filter(({ share }) => share >= 0.25)
    .map(({ used, share, weight }) => ({ rate: used / share, weight: weight * share }))
    .sort((a, b) => a.rate - b.rate);
  if (rates.length < FEW_DAYS) return days;
  const allButTheHighest = rates.slice(0, -1);
  const mean = sum(allButTheHighest.map(({ rate }) => rate)) / allButTheHighest.length;
  const cap = Math.max(MOST_TYPICAL_DAYS * medianOf(rates), MOST_TYPICAL_DAYS * mean);
  return days.map((day) => ({ ...day, used: Math.min(day.used, cap * day.share) }));
}

function medianOf(sorted: readonly { rate: number; weight: number }[]): number {
  const half = sum(sorted.map(({ weight }) => weight)) / 2;
  let below = 0;
  for (const { rate, weight } of sorted) {
    below += weight;
    if (below >= half) return rate;
  }
  return 0;
}

/** How many times as much as on other days is used on Saturdays and Sundays. */
function weekendFactor(days: readonly Day[]): number {
  const weekends = days.filter(({ weekend }) => weekend);
  const others = days.filter(({ weekend }) => !weekend);
  const seen = Math.min(sum(weekends.map(({ share }) => share)), sum(others.map(({ share }) => share)));
  const [atWeekends, otherwise] = [ratio(weekends), ratio(others)];
  if (seen < 1 || atWeekends <= 0 || otherwise <= 0) return 1;
  const trust = seen / (seen + WEEKEND_DAYS_OF_DOUBT);
  return Math.exp(Math.log(atWeekends / otherwise) * trust);
}

const ratio = (days: readonly Day[]): number => {
  const share = sum(days.map((day) => day.share * day.weight));
  return share > 0 ? sum(days.map((day) => day.used * day.weight)) / share : 0;
};

function unsteadinessOf(days: readonly Day[], mean: number): number {
  if (mean <= 0) return USUAL_UNSTEADINESS;
  const seen = days.map(({ used, share, weight }) => ({
    // Half a day differs from the mean by more than a whole one.
    square: (used / share / mean - 1) ** 2 * share,
    weight: share * weight,
  }));
  const weight = sum(seen.map((day) => day.weight));
  const squares = sum(seen.map((day) => day.square * day.weight));
  return Math.sqrt((squares + DAYS_OF_DOUBT * USUAL_UNSTEADINESS ** 2) / (weight + DAYS_OF_DOUBT));
}
