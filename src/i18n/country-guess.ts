import { popularCountries } from "../domain/country.ts";
import { type CountryIndex, type Entry, likelier, type Sense } from "./country-index.ts";
import { editDistance } from "./edit-distance.ts";

export interface Guess {
  senses: readonly Sense[];
  /** Differs from what was meant in spaces only. */
  certain: boolean;
}

const popular: ReadonlySet<string> = new Set(popularCountries.slice(0, 20));

/** What the beginning of a name, typed so far, can become; the person's own language first. */
export function completionsOf(key: string, index: CountryIndex, locale: string): Sense[] {
  const length = [...key].length;
  const han = /^\p{Script=Han}/u.test(key);
  const begun: Sense[] = [];
  const inside: Sense[] = [];
  for (const entry of index.entries) {
    if (entry.han !== han) continue;
    const begins = entry.key.startsWith(key) || entry.joined.startsWith(key);
    const contains = !begins && length >= (han ? 2 : 4) && entry.key.includes(han ? key : ` ${key}`);
    if (!begins && !contains) continue;
    for (const sense of entry.senses) {
      if (!isLongEnough(length, han, sense)) continue;
      if (begins) begun.push(sense);
      else if (sense.kind === "name") inside.push(sense);
    }
  }
  const byLikelihood = (a: Sense, b: Sense) =>
    Number(b.locale === locale) - Number(a.locale === locale) || likelier(a, b, index.popularityOf);
  return [...begun.sort(byLikelihood), ...inside.sort(byLikelihood)];
}

/** How much must be typed before it completes to that sense: names soonest, everyday words never. */
function isLongEnough(length: number, han: boolean, { kind, countries, region }: Sense): boolean {
  if (region === "world") return false;
  // The shortest beginnings complete only to where very many people go.
  const isSoon = kind === "name" && popular.has(countries[0] ?? "");
  if (han) return length >= (isSoon ? 1 : 2);
  return length >= (isSoon ? 2 : { name: 3, region: 4, trip: 4, alias: 5, city: 5 }[kind]);
}

/** The names nearest to a misspelt one; empty unless they are really near. */
export function correctionsOf(key: string, index: CountryIndex): Guess | undefined {
  const typed = [...key.replaceAll(" ", "")];
  const han = /^\p{Script=Han}/u.test(key);
  let nearest = Number.POSITIVE_INFINITY;
  let senses: Sense[] = [];
  for (const entry of index.entries) {
    if (entry.han !== han || entry.senses[0]?.region === "world") continue;
    const allowed = Math.min(nearest, han ? allowedInChinese(typed, entry) : allowedInLetters(typed, entry));
    if (allowed < 0 || Math.abs(entry.letters.length - typed.length) > allowed) continue;
    const distance = editDistance(typed, entry.letters, allowed);
    if (distance > allowed) continue;
    if (distance < nearest) senses = [];
    nearest = distance;
    senses.push(...entry.senses);
  }
  if (senses.length === 0) return undefined;
  return { senses: senses.sort((a, b) => likelier(a, b, index.popularityOf)), certain: nearest === 0 };
}

const never = -1;

/** How many slips may turn this word into that name; short words have too many neighbours to guess. */
function allowedInLetters(typed: readonly string[], { letters, senses }: Entry): number {
  const [first, second, third] = typed;
  const startsAlike =
    letters[0] === first || (letters[1] === first && (letters[0] === second || letters[2] === second));
  if (!startsAlike || third === undefined) return never;
  const isName = senses[0]?.kind === "name" || senses[0]?.kind === "region";
  if (typed.length === 4) return isName && letters.length === 5 && letters[0] === first ? 1 : never;
  const shortest = isName ? 4 : 6;
  if (typed.length < Math.max(5, shortest) || letters.length < shortest) return never;
  return isName && typed.length >= 7 && letters.length >= 7 ? 2 : 1;
}

/** One character wrong or missing in names of three and more. */
function allowedInChinese(typed: readonly string[], { letters: name }: Entry): number {
  if (name.length < 3 || typed.length < 2) return never;
  if (typed.length === 2) return typed[0] === name[0] && typed[1] === name.at(-1) ? 1 : never;
  return name.length >= 6 && typed.length >= 6 ? 2 : 1;
}
