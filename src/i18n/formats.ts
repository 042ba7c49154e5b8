import { BYTES_PER_GB, BYTES_PER_MB } from "../domain/data-size.ts";
import { currencyDecimals, type Money, toMajorUnits } from "../domain/money.ts";
import type { MessageKey, Values } from "./sentences.ts";

/** Numbers, money, times and lengths as people of one language write them, by Intl. */
export interface Formats {
  number(value: number): string;
  /** `$12.50`, `US$12.50`, `¥1,200`: always with its currency. */
  money(money: Money): string;
  /** `USD 12.50`, `JPY 1,200`: for papers, which are read in other countries and years. */
  moneyByCode(money: Money): string;
  /** `3.0 GB`, `820 MB`: one decimal from 1 GB up, whole megabytes below. */
  data(bytes: bigint): string;
  /** `3.0 of 10 GB`'s first half: in the unit of `like`. */
  dataIn(bytes: bigint, like: bigint): string;
  /** Whole minutes; what is begun but not used up counts as 1. */
  minutes(seconds: number): number;
  /** `Fri 27 Nov, 18:00` */
  dateTime(at: Date, timeZone: string): string;
  /** `27 Nov 2026, 18:00` */
  fullDateTime(at: Date, timeZone: string): string;
  /** `Fri 27 Nov` */
  date(at: Date, timeZone: string): string;
  /** `3–16 Dec`: days, both included. */
  dates(first: Date, last: Date, timeZone: string): string;
  /** `14:02` */
  time(at: Date, timeZone: string): string;
  /** `in 4 days`, `2 hours ago` */
  relative(at: Date, now: Date): string;
  /** `7 days` */
  days(count: number): string;
  /** `5 hours` */
  hours(count: number): string;
  list(items: string[]): string;
}

/** Formatters are made once per locale and zone: making one costs a hundred times using it. */
export function createFormats(locale: string, text: (key: MessageKey, values?: Values) => string): Formats {
  const numbers = memoize(
    (decimals: number) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
  );
  const plainNumber = new Intl.NumberFormat(locale);
  const currencies = memoize((currency: string) => {
    const formatter = new Intl.NumberFormat(locale, { style: "currency", currency });
    const minorInMajor = 10 ** currencyDecimals(currency);
    return (amountMinor: number) => formatter.format(amountMinor / minorInMajor);
  });
  const codes = memoize(
    (currency: string) =>
      new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "code" }),
  );
  const fullDateTimes = memoize((timeZone: string) =>
    calendar(locale, timeZone, { day: "numeric", month: "short", year: "numeric", ...CLOCK }),
  );
  const dateTimes = memoize((timeZone: string) => calendar(locale, timeZone, { ...DAY, ...CLOCK }));
  const dates = memoize((timeZone: string) => calendar(locale, timeZone, DAY));
  const dayRanges = memoize((timeZone: string) =>
    calendar(locale, timeZone, { day: "numeric", month: "short" }),
  );
  const times = memoize((timeZone: string) => calendar(locale, timeZone, CLOCK));
  const relatives = new Intl.RelativeTimeFormat(locale, { numeric: "always" });
  const dayCounts = new Intl.NumberFormat(locale, { style: "unit", unit: "day", unitDisplay: "long" });
  const hourCounts = new Intl.NumberFormat(locale, { style: "unit", unit: "hour", unitDisplay: "long" });
  const lists = new Intl.ListFormat(locale, { type: "conjunction" });

  const inGigabytes = (bytes: bigint) =>
    numbers(bytes % BYTES_PER_GB === 0n ? 0 : 1).format(tenths(bytes, BYTES_PER_GB));
  const inMegabytes = (bytes: bigint) => {
    const whole = bytes / BYTES_PER_MB;
    // What is begun but not used up is not nothing.
    return plainNumber.format(Number(whole === 0n && bytes > 0n ? 1n : whole));
  };

  return {
    number: (value) => plainNumber.format(value),
    money: ({ amountMinor, currency }) => currencies(currency)(amountMinor),
    moneyByCode: (money) => codes(money.currency).format(toMajorUnits(money)),
    data: (bytes) =>
      bytes >= BYTES_PER_GB
        ? text("unit.gigabytes", { value: inGigabytes(bytes) })
        : text("unit.megabytes", { value: inMegabytes(bytes) }),
    dataIn: (bytes, like) => {
      if (like < BYTES_PER_GB) return inMegabytes(bytes);
      // "10 of 10 GB", yet "3.0 of 10 GB": a decimal says that it is counting down.
      return bytes === like ? inGigabytes(bytes) : numbers(1).format(tenths(bytes, BYTES_PER_GB));
    },
    minutes: (seconds) => Math.ceil(seconds / 60),
    dateTime: (at, timeZone) => dateTimes(timeZone).format(at),
    fullDateTime: (at, timeZone) => fullDateTimes(timeZone).format(at),
    date: (at, timeZone) => dates(timeZone).format(at),
    dates: (first, last, timeZone) => dayRanges(timeZone).formatRange(first, last),
    time: (at, timeZone) => times(timeZone).format(at),
    relative: (at, now) => {
      const { value, unit } = largestUnit(at.getTime() - now.getTime());
      return relatives.format(value, unit);
    },
    days: (count) => dayCounts.format(count),
    hours: (count) => hourCounts.format(count),
    list: (items) => lists.format(items),
  };
}

const DAY: Intl.DateTimeFormatOptions = { weekday: "short", day: "numeric", month: "short" };
const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

const calendar = (locale: string, timeZone: string, options: Intl.DateTimeFormatOptions) =>
  // Plain English puts the day before the month, as most travellers' countries do.
  new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { ...options, timeZone });

/** In the unit, cut (never rounded up: nobody has more than is there) to one decimal. */
const tenths = (bytes: bigint, unit: bigint) => Number((bytes * 10n) / unit) / 10;

/** Whole units of the largest that fits, rounded towards zero so that "in 4 days" is never less than that. */
function largestUnit(ms: number): { value: number; unit: Intl.RelativeTimeFormatUnit } {
  const minutes = Math.trunc(ms / 60_000);
  if (Math.abs(minutes) < 60) return { value: minutes, unit: "minute" };
  const hours = Math.trunc(minutes / 60);
  if (Math.abs(hours) < 48) return { value: hours, unit: "hour" };
  return { value: Math.trunc(hours / 24), unit: "day" };
}

function memoize<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      made.set(key, value);
    }
    return value;
  };
}
