import type { Bundle } from "../domain/bundle.ts";
import type { BundleForecast, Forecast } from "../domain/forecast.ts";
import { DAY_MS, nameIn } from "../domain/plan.ts";
import type { Localizer, MessageKey } from "../i18n/localizer.ts";

const HOUR_MS = 60 * 60 * 1000;
/** From here on it is days. */
const HOURS_TOLD = 36;

type RunsOut = Extract<Forecast, { type: "runs_out" }>;
type What = "data" | "voice" | "today";

const ENDS = {
  data: {
    early: "forecast.dataEarly",
    before: "forecast.dataBefore",
    next: "forecast.dataNext",
  },
  voice: { early: "forecast.voiceEarly", before: "forecast.voiceBefore", next: "forecast.voiceNext" },
  today: { early: "forecast.todayEarly", before: "forecast.todayBefore", next: "forecast.todayBefore" },
} as const satisfies Record<What, Record<string, MessageKey>>;

const LASTS = {
  data: { well: "forecast.dataLasts", barely: "forecast.dataBarely" },
  voice: { well: "forecast.voiceLasts", barely: "forecast.voiceBarely" },
} as const satisfies Record<string, Record<string, MessageKey>>;

/**
 * What becomes of a bundle in force, in a line or two of HTML; none where nothing can be said. `next` is the
 * bundle that waits for it. Whatever has data speaks of minutes only when they run out.
 */
export function forecastLines(
  language: Localizer,
  told: { bundle: Bundle; forecast: BundleForecast; next?: Bundle },
  now: Date,
  timeZone: string,
): string[] {
  const { data, voice } = told.forecast;
  const lines = [data && line("data", data), voice && line("voice", voice)];
  return lines.filter((each) => each !== undefined);

  function line(resource: "data" | "voice", forecast: Forecast): string | undefined {
    const isMain = resource === "data" || !data;
    switch (forecast.type) {
      case "not_enough":
        return undefined;
      case "lasts":
        if (!isMain || forecast.end === "day") return undefined;
        return language.html(LASTS[resource][forecast.barely ? "barely" : "well"]);
      case "runs_out":
        return runsOutLine(forecast.end === "day" ? "today" : resource, forecast);
    }
  }

  function runsOutLine(what: What, forecast: RunsOut): string {
    const when = whenItEnds(language, forecast, now, timeZone);
    const keys = ENDS[what];
    if (told.next)
      return language.html(keys.next, { when, name: nameIn(told.next.planName, language.locale) });
    // What is no longer than the doubt about it is not said; nor hours, where the day itself is in doubt.
    const isVague = forecast.exactness === "day" || forecast.exactness === "days";
    const least = Math.max(forecast.doubtMs, isVague ? HOURS_TOLD * HOUR_MS : 0);
    if (forecast.beforeEndMs <= least) return language.html(keys.before, { when });
    return language.html(keys.early, { when, early: lengthOf(language, forecast.beforeEndMs) });
  }
}

/** `Tue 24 Nov, about 14:00`, `tomorrow evening`, `around Tue 24 Nov`, `in about 5 days`: no more than is known. */
export function whenItEnds(language: Localizer, ends: RunsOut, now: Date, timeZone: string): string {
  const { format, text } = language;
  // In the middle of an hour nobody rounds to an earlier one.
  const at = ends.exactness === "hour" ? new Date(Math.round(+ends.at / HOUR_MS) * HOUR_MS) : ends.at;
  const day = dayOf(language, at, now, timeZone);
  switch (ends.exactness) {
    case "hour": {
      const time = format.time(at, timeZone);
      return day
        ? text(`forecast.${day}Hour`, { time })
        : text("forecast.hour", { date: format.date(at, timeZone), time });
    }
    case "part_of_day": {
      const part = partOfDay(Number.parseInt(format.time(at, timeZone), 10));
      return day
        ? text(`forecast.${part}.${day}`)
        : text(`forecast.${part}.date`, { date: format.date(at, timeZone) });
    }
    case "day":
      return day ? text(`forecast.${day}`) : text("forecast.date", { date: format.date(at, timeZone) });
    case "days": {
      const days = Math.max(1, Math.round((+at - +now) / DAY_MS));
      return text("forecast.days", { days: format.days(days) });
    }
  }
}

function dayOf(
  { format }: Localizer,
  at: Date,
  now: Date,
  timeZone: string,
): "today" | "tomorrow" | undefined {
  const date = format.date(at, timeZone);
  if (+at - +now >= 2 * DAY_MS) return undefined;
  if (date === format.date(now, timeZone)) return "today";
  return date === format.date(new Date(+now + DAY_MS), timeZone) ? "tomorrow" : undefined;
}

function partOfDay(hour: number): "night" | "morning" | "afternoon" | "evening" {
  if (hour < 5) return "night";
  if (hour < 12) return "morning";
  return hour < 18 ? "afternoon" : "evening";
}

/** `3 days`, `5 hours` */
function lengthOf({ format }: Localizer, ms: number): string {
  const hours = Math.max(1, Math.round(ms / HOUR_MS));
  return hours < HOURS_TOLD ? format.hours(hours) : format.days(Math.round(hours / 24));
}
