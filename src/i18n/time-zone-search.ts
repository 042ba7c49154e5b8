import type { CountrySearch } from "./country-search.ts";
import { foldText } from "./country-text.ts";
import { zonesOf } from "./time-zone.ts";
import { canonical, cityOf, nameTimeZone, type TimeZoneVocabulary } from "./time-zone-names.ts";

/** Where most of our travellers' clocks are set, offered before anything is typed. */
export const commonTimeZones = [
  "Asia/Shanghai",
  "Asia/Hong_Kong",
  "Asia/Taipei",
  "Asia/Tokyo",
  "Asia/Singapore",
  "Asia/Bangkok",
  "Asia/Dubai",
  "Europe/London",
  "Europe/Paris",
  "America/New_York",
  "America/Los_Angeles",
  "Australia/Sydney",
] as const;

const MOST_CHOICES = 8;

export interface TimeZones {
  /** Whether this is a zone whose clock can be told. */
  isTimeZone(zone: string): boolean;
  nameOf(zone: string, locale: string): string;
  /**
   * The zones that may be meant, the likeliest first: a city or country in any installed language, an IANA
   * name, or an offset like `+8` and `UTC+5:30`. Empty when nothing is like it.
   */
  search(text: string, options: { locale: string; now: Date }): string[];
}

/** Builds the index once; a search reads it only. */
export function createTimeZones(
  vocabularies: ReadonlyMap<string, TimeZoneVocabulary>,
  countries: CountrySearch,
): TimeZones {
  const zones = Intl.supportedValuesOf("timeZone");
  const zonesByKey = new Map<string, Set<string>>();
  const file = (word: string, zone: string) => {
    const key = keyOf(word);
    zonesByKey.set(key, (zonesByKey.get(key) ?? new Set()).add(zone));
  };
  const named = new Set([...vocabularies.values()].flatMap((vocabulary) => [...vocabulary.keys()]));
  for (const vocabulary of vocabularies.values()) {
    for (const [zone, cities] of vocabulary) for (const city of cities) file(city, zone);
  }
  for (const zone of zones) {
    file(zone, zone);
    file(cityOf(zone), zone);
  }

  return {
    isTimeZone(zone) {
      try {
        return canonical(zone) !== "";
      } catch {
        return false;
      }
    },
    nameOf: (zone, locale) => nameTimeZone(zone, locale, vocabularies.get(locale)),
    search(text, { locale, now }) {
      if (text.length > 100) return [];
      const offset = parseOffset(text);
      if (offset !== undefined) return atOffset(offset, now).slice(0, MOST_CHOICES);
      const key = keyOf(text);
      const found = zonesByKey.get(key) ?? startingWith(key) ?? inCountries(text, locale, now);
      return [...found].slice(0, MOST_CHOICES);
    },
  };

  /** Two letters say little, one Chinese character a lot. */
  function startingWith(key: string): Set<string> | undefined {
    if (/^\p{Script=Latin}{0,2}$/u.test(key)) return undefined;
    const found = new Set<string>();
    for (const [candidate, candidates] of zonesByKey) {
      if (candidate.startsWith(key)) for (const zone of candidates) found.add(zone);
    }
    return found.size > 0 ? found : undefined;
  }

  function inCountries(text: string, locale: string, now: Date): Set<string> {
    const { countries: codes } = countries.search(text, { locale, limit: 3 });
    return new Set(codes.flatMap((code) => onePerClock(zonesOf(code), now)));
  }

  /** A large country has many zones and few clocks: each clock by its best known city. */
  function onePerClock(candidates: string[], now: Date): string[] {
    const zoneByClock = new Map<string, string>();
    const bestFirst = [...candidates].sort((a, b) => Number(named.has(b)) - Number(named.has(a)));
    for (const zone of bestFirst) {
      const clock = clockOf(zone, now);
      if (!zoneByClock.has(clock)) zoneByClock.set(clock, zone);
    }
    return [...zoneByClock.values()];
  }

  /** A whole hour has a zone of its own; where the clock shows other minutes, the places that keep it. */
  function atOffset(minutes: number, now: Date): string[] {
    if (minutes === 0) return ["Etc/UTC"];
    if (minutes % 60 === 0) return [`Etc/GMT${minutes > 0 ? "-" : "+"}${Math.abs(minutes) / 60}`];
    return zones
      .filter((zone) => offsetMinutes(zone, now) === minutes)
      .sort((a, b) => Number(named.has(b)) - Number(named.has(a)));
  }
}

const keyOf = (word: string) => foldText(word.normalize("NFKC")).replace(/[^\p{L}\p{N}]/gu, "");

/** `+8`, `UTC-3`, `GMT+5:30`, `+0530`, `＋８`: minutes east of Greenwich. */
function parseOffset(text: string): number | undefined {
  const plain = text
    .normalize("NFKC")
    .replace(/[\u2212\u2013]/g, "-")
    .replace(/\s/g, "");
  if (/^(utc|gmt)$/i.test(plain)) return 0;
  const match = /^(?:utc|gmt)?([+-])(\d{1,2})(?::?([0-5]\d))?$/i.exec(plain);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  const east = match[1] === "-" ? -minutes : minutes;
  return east >= -12 * 60 && east <= 14 * 60 ? east : undefined;
}

const HALF_YEAR_MS = 183 * 24 * 60 * 60 * 1000;

/** Zones with the same clock now and in half a year are one to a traveller. */
const clockOf = (zone: string, now: Date) =>
  `${offsetMinutes(zone, now)} ${offsetMinutes(zone, new Date(now.getTime() + HALF_YEAR_MS))}`;

function offsetMinutes(zone: string, at: Date): number {
  const name = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")!.value;
  const match = /([+-])(\d\d):(\d\d)/.exec(name);
  if (!match) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}
