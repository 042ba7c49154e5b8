import type { Slots } from "../../domain/wish.ts";

type Stay = Pick<Slots, "countries" | "days">;

/** Each reading takes a part of a millisecond; nobody says a journey in more words. */
const MOST_CUTS = 60;
const MOST_READINGS = 150;
const LONGEST = 200;

/**
 * How many days in each of the countries ("5 days Japan, 3 days Taiwan"), read part by part: where the text can be
 * cut so that each part names one country and its length, and the lengths add up. Undefined where it cannot.
 */
export function readStays(
  text: string,
  { countries = [], days }: Stay,
  read: (part: string) => Stay,
): number[] | undefined {
  if (countries.length < 2 || days === undefined || text.length > LONGEST) return undefined;
  const cuts = wordEnds(text);
  if (cuts.length > MOST_CUTS) return undefined;
  const seen = new Map<string, Stay>();
  const stays = split(0, countries);
  return stays && stays.reduce((sum, stay) => sum + stay, 0) === days ? stays : undefined;

  function split(from: number, [country, ...others]: readonly string[]): number[] | undefined {
    if (country === undefined) return undefined;
    const ends = others.length === 0 ? [text.length] : cuts.filter((cut) => cut > from);
    for (const end of ends) {
      const stay = readPart(text.slice(from, end));
      if (stay.countries?.length !== 1 || stay.countries[0] !== country || stay.days === undefined) continue;
      if (others.length === 0) return [stay.days];
      const rest = split(end, others);
      if (rest) return [stay.days, ...rest];
    }
    return undefined;
  }

  function readPart(part: string): Stay {
    const known = seen.get(part) ?? (seen.size < MOST_READINGS ? read(part) : {});
    seen.set(part, known);
    return known;
  }
}

/** Where a word ends: a Chinese character is one by itself. */
function wordEnds(text: string): number[] {
  return [...text.matchAll(/\p{Script=Han}|[^\p{Script=Han}\s]+/gu)].map(
    (word) => word.index + word[0].length,
  );
}
