import { DAY_MS } from "./plan.ts";
import { dayIn, startOfDay } from "./start-day.ts";

/** Whole hours of a person's own clock; `from` may be later than `to`, over midnight. The same hour twice: none. */
export interface QuietHours {
  from: number;
  to: number;
}

/** When somebody without quiet hours begins the day. */
const ORDINARY_MORNING = 8;
/** "Tomorrow morning" said at seven is not in an hour. */
const LEAST_REST_MS = 4 * 60 * 60_000;

export function isQuiet(at: Date, { from, to }: QuietHours, timeZone: string): boolean {
  const minutes = minutesIn(timeZone, at);
  const [begin, end] = [from * 60, to * 60];
  return begin <= end ? begin <= minutes && minutes < end : minutes >= begin || minutes < end;
}

/** The first moment from `at` on that is not quiet: `at` itself, or the end of that night. */
export function endOfQuiet(at: Date, quiet: QuietHours, timeZone: string): Date {
  return isQuiet(at, quiet, timeZone) ? nextAtHour(at, quiet.to, timeZone) : at;
}

/** The person's next morning that leaves them some rest. */
export function nextMorning(now: Date, quiet: QuietHours, timeZone: string): Date {
  const hour = quiet.from === quiet.to ? ORDINARY_MORNING : quiet.to;
  return nextAtHour(new Date(now.getTime() + LEAST_REST_MS), hour, timeZone);
}

/** The first moment after `after` at which the clock shows the full hour. */
function nextAtHour(after: Date, hour: number, timeZone: string): Date {
  const today = dayIn(timeZone, after);
  const candidate = atHour(today, hour, timeZone);
  if (candidate > after) return candidate;
  const tomorrow = new Date(Date.parse(`${today}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  return atHour(tomorrow, hour, timeZone);
}

/** When clocks are put forward over that hour: the first moment after it. */
function atHour(day: string, hour: number, timeZone: string): Date {
  const guess = startOfDay(day, timeZone).getTime() + hour * 60 * 60_000;
  const shown = minutesIn(timeZone, new Date(guess));
  // A clock that was put forward or back since midnight is off by an hour at most (half an hour in places).
  const off = ((hour * 60 - shown + 36 * 60) % (24 * 60)) - 12 * 60;
  const at = new Date(guess + off * 60_000);
  return minutesIn(timeZone, at) === hour * 60 ? at : new Date(guess);
}

function minutesIn(timeZone: string, at: Date): number {
  const shown = new Intl.DateTimeFormat("sv-SE", { timeZone, timeStyle: "short" }).format(at);
  const [hours, minutes] = shown.split(":").map(Number);
  return hours! * 60 + minutes!;
}
