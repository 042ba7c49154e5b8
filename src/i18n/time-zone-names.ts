import type { LocaleFile } from "./locales.ts";

/** Of a language: zone to the names of its cities, the best known first. Names the zones worth naming, too. */
export type TimeZoneVocabulary = ReadonlyMap<string, readonly string[]>;

/** Finds the vocabularies in the files of `locales/`, by locale; zones under the names this runtime gives them. */
export function timeZoneVocabulariesOf(
  files: ReadonlyMap<string, LocaleFile>,
): ReadonlyMap<string, TimeZoneVocabulary> {
  return new Map(
    [...files].map(([locale, { timeZoneNames }]) => {
      const names = (timeZoneNames ?? {}) as Record<string, string[]>;
      return [locale, new Map(Object.entries(names).map(([zone, cities]) => [canonical(zone), cities]))];
    }),
  );
}

const canonicalZones: ReadonlySet<string> = new Set(Intl.supportedValuesOf("timeZone"));

/** The name by which this runtime knows the zone (its Intl data may lag behind renamings); throws for none. */
export function canonical(zone: string): string {
  // A formatter costs its zone's whole data; hundreds are asked for at the start, most by the right name.
  if (canonicalZones.has(zone)) return zone;
  return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
}

/** `Tokyo`, `东京`, `UTC+8`; a zone without a city of note is called as `Intl` calls it, or by its own city. */
export function nameTimeZone(
  zone: string,
  locale: string,
  vocabulary: TimeZoneVocabulary | undefined,
): string {
  const fixed = /^Etc\/GMT([+-])(\d+)$/.exec(zone);
  // POSIX counts westwards: Etc/GMT-8 is eight hours ahead.
  if (fixed) return `UTC${fixed[1] === "-" ? "+" : "−"}${fixed[2]}`;
  if (/^(Etc\/)?(UTC|GMT)$/.test(zone)) return "UTC";
  const [city] = vocabulary?.get(canonical(zone)) ?? [];
  return city ?? intlName(zone, locale) ?? cityOf(zone);
}

/** `America/Argentina/San_Luis` → `San Luis` */
export const cityOf = (zone: string) => zone.split("/").at(-1)!.replaceAll("_", " ");

function intlName(zone: string, locale: string): string | undefined {
  const name = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "shortGeneric" })
    .formatToParts(0)
    .find(({ type }) => type === "timeZoneName")?.value;
  // Abbreviations are known to those who live there.
  return name && !/^[A-Z]{1,5}$|GMT|UTC/.test(name) ? name : undefined;
}
