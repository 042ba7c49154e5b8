import type { CalendarDay } from "../../domain/start-day.ts";
import { addDays, dayOfMonth, monthOf, oneDay, type Span } from "./calendar.ts";
import type { DayReading, ReadDay } from "./days.ts";
import type { Found, Lexicon } from "./lexicon.ts";
import type { ReadNumber } from "./numbers.ts";
import type { Piece } from "./pieces.ts";
import { createReadRange } from "./ranges.ts";
import { take } from "./take.ts";

export interface Period {
  days?: number;
  from?: CalendarDay;
  until?: CalendarDay;
}

/** Reads lengths ("7 days") and dates ("from the 3rd to the 10th"), and takes their pieces. */
export function createReadPeriod(lexicon: Lexicon, readNumber: ReadNumber, readDay: ReadDay) {
  const ranges = createReadRange(lexicon, readNumber, readDay);
  return function readPeriod(pieces: Piece[], how: DayReading & { places: number }): Period {
    const period: Period = {};
    const lengths: number[] = [];
    let total: number | undefined;
    for (let at = 0; at < pieces.length; at++) {
      const later = how.past ? undefined : readLater(pieces, at, how);
      if (later) {
        keep(period, later.value, sideOf(pieces, at, later.to));
        take(pieces, at, later.to, "date");
        continue;
      }
      // A date first: the 3 of "3号" and the day of "下个月5日" are no lengths.
      const date =
        readDay(pieces, at, { ...how, ...(period.from && { after: period.from }) }) ??
        readSeason(pieces, at, how);
      if (date) {
        const range = ranges.from(pieces, at, date, how);
        const side = range ? "both" : sideOf(pieces, at, date.to);
        // "How much did I use yesterday" is about that day only.
        const isAll = how.past && side !== "from" && period.from === undefined;
        keep(period, range?.value ?? date.value, isAll ? "both" : side);
        take(pieces, at, (range ?? date).to, "date");
        continue;
      }
      const numbers = ranges.ofNumbers(pieces, at, how);
      if (numbers) {
        keep(period, numbers.value, "both");
        take(pieces, at, numbers.to, "date");
        continue;
      }
      const length = readLength(pieces, at) ?? (lengths.length > 0 ? readFurther(pieces, at) : undefined);
      if (!length) continue;
      const each = lexicon.before("each", pieces, at) ?? lexicon.at("each", pieces, length.to);
      const isTotal = lexicon.before("total", pieces, at) ?? lexicon.at("total", pieces, length.to);
      if (isTotal) total = length.value;
      if (length.value > 0) lengths.push(length.value * (each ? Math.max(1, how.places) : 1));
      take(pieces, at, length.to, "days");
    }
    // Lengths of several places are added up; of one place it was said twice, or the nights and the days.
    const stays = pieces.filter(
      ({ role }, at) => role === "place" && pieces[at - 1]?.role !== "place",
    ).length;
    const days =
      total ?? (stays > 1 ? lengths.reduce((sum, each) => sum + each, 0) : Math.max(0, ...lengths));
    if (days >= 1) period.days = Math.round(days);
    return period;
  };

  /** "until Christmas", "back at the end of the month" are days; "over Christmas" is some days or other. */
  function readSeason(pieces: readonly Piece[], from: number, how: DayReading): Found<Span> | undefined {
    const end = lexicon.at("monthEnd", pieces, from);
    // "月底31号" says itself which day.
    const said = end && readDay(pieces, end.to, how);
    if (said) return said;
    if (end && sideOf(pieces, from, end.to) === "until") return oneDay(monthOf(how.today, 0).until, end.to);
    const season = lexicon.at("seasons", pieces, from);
    if (!season) return undefined;
    const isDay =
      lexicon.before("until", pieces, from) ??
      lexicon.before("from", pieces, from) ??
      lexicon.at("until", pieces, season.to);
    const [month, date] = season.value.split("-").map(Number);
    const day = isDay ? dayOfMonth(how.today, month!, date!) : undefined;
    return day ? oneDay(day, season.to) : undefined;
  }

  /** `in 3 days`, `3天后`. */
  function readLater(
    pieces: readonly Piece[],
    from: number,
    { today, places }: DayReading & { places: number },
  ): Found<Span> | undefined {
    const before = lexicon.at("laterBefore", pieces, from);
    const length = readCount(pieces, before?.to ?? from);
    if (!length) return undefined;
    const after = lexicon.at("later", pieces, length.to);
    if (!before && !after) return undefined;
    // "three countries in a week", "what would I use in a week": how long, not when.
    if (before && !after && (places > 1 || lexicon.before("asked", pieces, from))) return undefined;
    // "深圳三日之后去曼谷": three days there, then on.
    const isStay = pieces[from - 1]?.role === "place" && places > 1;
    if (!before && isStay && after && lexicon.at("prepositions", pieces, after.to)) return undefined;
    const day = addDays(today, length.value);
    return { value: { from: day, until: day }, to: after?.to ?? length.to };
  }

  /** 0 for what is a length and says nothing: "3 days ago", the nights of "4 days 3 nights". */
  function readLength(pieces: readonly Piece[], from: number): Found<number> | undefined {
    const length = readCount(pieces, from) ?? readBareUnit(pieces, from);
    if (!length) return undefined;
    if (lexicon.at("perDay", pieces, from) && isAsked(pieces, from, length.to))
      return { value: 0, to: length.to };
    const ago = lexicon.at("earlier", pieces, length.to);
    if (ago) return { value: 0, to: ago.to };
    // 四天三夜
    const nights = length.unit === "1" ? readCount(pieces, length.to) : undefined;
    const same =
      nights && nights.unit === "1" && !pieces[length.to]!.spaced && pieces[length.to]!.kind === "han";
    return { value: length.value, to: same || isNights(pieces, nights) ? nights!.to : length.to };
  }

  /** "5 days in Spain and 3 in Portugal", "Seoul 4 days, Osaka 5": the unit is said once. */
  function readFurther(pieces: readonly Piece[], from: number): Found<number> | undefined {
    const number = pieces[from]!.kind === "number" ? readNumber(pieces, from) : undefined;
    if (!number) return undefined;
    const preposition = lexicon.at("prepositions", pieces, number.to);
    if (preposition) return pieces[preposition.to]?.role === "place" ? number : undefined;
    const next = pieces[number.to];
    const endsHere = !next || (next.kind === "mark" && /^[,.;，。、]$/.test(next.text));
    return pieces[from - 1]?.role === "place" && endsHere ? number : undefined;
  }

  /** "一天多少", "一天用多少": by the day, not for one. */
  function isAsked(pieces: readonly Piece[], from: number, to: number): boolean {
    return (lexicon.at("asked", pieces, to) ?? lexicon.before("asked", pieces, from)) !== undefined;
  }

  function isNights(pieces: readonly Piece[], found: { to: number } | undefined): boolean {
    return found !== undefined && /^(nights?|晚|夜)$/.test(pieces[found.to - 1]!.text);
  }

  /** `7 days`, `7-10 days`, `two more weeks`, `半个月`, `一个半月`. */
  function readCount(pieces: readonly Piece[], from: number): (Found<number> & { unit: string }) | undefined {
    const half = lexicon.at("half", pieces, from);
    let number = half ? { value: 0.5, to: half.to } : readNumber(pieces, from);
    if (!number) return undefined;
    const dash = /^[-~–—]$/.test(pieces[number.to]?.text ?? "")
      ? readNumber(pieces, number.to + 1)
      : undefined;
    if (dash && unitAt(pieces, dash.to)) number = dash;
    const unit = unitAt(pieces, number.to);
    if (unit) return { value: Number(unit.value) * number.value, to: unit.to, unit: unit.value };
    const classifier = pieces[number.to]?.text === "个" ? number.to + 1 : number.to;
    const halfAfter = lexicon.at("half", pieces, classifier);
    const whole = halfAfter && unitAt(pieces, halfAfter.to);
    return whole && { value: Number(whole.value) * (number.value + 0.5), to: whole.to, unit: whole.value };
  }

  function unitAt(pieces: readonly Piece[], from: number): Found | undefined {
    const at = pieces[from]?.text === "-" ? from + 1 : from;
    const more = lexicon.at("more", pieces, at);
    return lexicon.at("days", pieces, more?.to ?? at);
  }

  /** "week in japan" */
  function readBareUnit(
    pieces: readonly Piece[],
    from: number,
  ): (Found<number> & { unit: string }) | undefined {
    if (from !== 0 || pieces[0]!.kind === "han") return undefined;
    const unit = lexicon.at("days", pieces, 0);
    const isSaid = unit && unit.value !== "1" && lexicon.at("prepositions", pieces, unit.to);
    return isSaid ? { value: Number(unit.value), to: unit.to, unit: unit.value } : undefined;
  }

  /** Whether a date is the first day, the last one, or (a stretch by itself) both. */
  function sideOf(pieces: readonly Piece[], from: number, to: number): "from" | "until" | "either" {
    const skipped = lexicon.before("fillers", pieces, from)?.from ?? from;
    const after = lexicon.at("backAfter", pieces, to);
    // "12/3回程12/8": it is said of the second.
    const back = after && !/^\d/.test(pieces[after.to]?.text ?? "") ? after : undefined;
    // "明天回台湾" is where one goes.
    if (back && !(back.to === to + 1 && pieces[back.to]?.role === "place")) return "until";
    if (lexicon.before("until", pieces, skipped)) return "until";
    return lexicon.before("from", pieces, skipped) ? "from" : "either";
  }
}

/** The first date said is the first day unless it was said to be the last, and the other way round. */
function keep(period: Period, { from, until }: Span, side: "from" | "until" | "either" | "both"): void {
  if (side === "until") period.until = period.until && period.until > until ? period.until : until;
  else if (side === "both" || (side === "either" && from !== until)) {
    period.from ??= from;
    period.until ??= until;
  } else if (period.from === undefined) period.from = from;
  else if (period.until === undefined && from > period.from) period.until = from;
}

export type ReadPeriod = ReturnType<typeof createReadPeriod>;
