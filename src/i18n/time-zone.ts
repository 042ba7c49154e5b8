import type { CountryCode } from "../domain/country.ts";
import type { Localizer } from "./localizer.ts";

/**
 * The clock a person lives by: their own choice, else that of the country their cards were last used in, else
 * the best guess of their language.
 */
export function effectiveTimeZone(
  person: { timeZone: string | null; lastCountry?: string | null },
  language: Localizer,
): string {
  const there = person.lastCountry ? zoneOfCountry(person.lastCountry) : undefined;
  return person.timeZone ?? there ?? language.text("language.guessedTimeZone");
}

/** The zone most people of a country live by; undefined for a country without any. */
export function zoneOfCountry(country: CountryCode): string | undefined {
  return busiestZone[country] ?? zonesOf(country)[0];
}

/** https://tc39.es/proposal-intl-locale-info/: a method since it was settled, a getter before. */
export function zonesOf(country: string): string[] {
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & {
    timeZones?: string[];
    getTimeZones?(): string[] | undefined;
  };
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}

/** Of countries with several clocks, or several names for one. */
const busiestZone: Readonly<Record<CountryCode, string>> = {
  AR: "America/Buenos_Aires",
  AU: "Australia/Sydney",
  BR: "America/Sao_Paulo",
  CA: "America/Toronto",
  CD: "Africa/Kinshasa",
  CL: "America/Santiago",
  CN: "Asia/Shanghai",
  CY: "Asia/Nicosia",
  DE: "Europe/Berlin",
  EC: "America/Guayaquil",
  ES: "Europe/Madrid",
  FM: "Pacific/Ponape",
  GL: "America/Godthab",
  ID: "Asia/Jakarta",
  KI: "Pacific/Tarawa",
  KZ: "Asia/Almaty",
  MH: "Pacific/Majuro",
  MN: "Asia/Ulaanbaatar",
  MX: "America/Mexico_City",
  MY: "Asia/Kuala_Lumpur",
  NZ: "Pacific/Auckland",
  PF: "Pacific/Tahiti",
  PG: "Pacific/Port_Moresby",
  PS: "Asia/Hebron",
  PT: "Europe/Lisbon",
  RU: "Europe/Moscow",
  UA: "Europe/Kiev",
  US: "America/New_York",
  UZ: "Asia/Tashkent",
};
