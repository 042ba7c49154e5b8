import { correctionsOf } from "../country-guess.ts";
import type { CountryIndex, Entry, Sense } from "../country-index.ts";
import { type Piece, spell } from "./pieces.ts";

interface PlaceFound {
  sense: Sense;
  to: number;
}

/** Finds places that were meant and written otherwise. `nameAt` finds those that are written right. */
export function createReadMisspelt(
  index: CountryIndex,
  isWord: (word: string) => boolean,
  nameAt: (pieces: readonly Piece[], from: number) => PlaceFound | undefined,
) {
  const entriesByStart = new Map<string, Entry[]>();
  for (const entry of index.entries) {
    // A slip in Chinese may be in the first character.
    for (const letter of new Set(entry.han ? entry.letters : entry.letters.slice(0, 1))) {
      const entries = entriesByStart.get(letter);
      if (entries) entries.push(entry);
      else entriesByStart.set(letter, [entry]);
    }
  }

  /** Slips in words that mean nothing else, and one wrong character in a Chinese name of three and more. */
  return function misspeltAt(pieces: readonly Piece[], from: number): PlaceFound | undefined {
    const piece = pieces[from]!;
    if (piece.role) return undefined;
    if (piece.kind === "word" && piece.text.length >= 4 && !isForm(piece.text)) {
      const [sense] = corrections(piece.text)?.senses ?? [];
      return sense && { sense, to: from + 1 };
    }
    for (const length of piece.kind === "han" ? [4, 3] : []) {
      const window = pieces.slice(from, from + length);
      if (window.length < length || window.some(({ kind, role }) => kind !== "han" || role)) continue;
      if (window.some(({ spaced }, at) => at > 0 && (spaced || nameAt(pieces, from + at)))) continue;
      const key = spell(window);
      const [sense] = chineseSlip(key) ?? [];
      if (sense) return { sense, to: from + length };
    }
    return undefined;
  };

  /** Looks only where a name can be near enough: a wrong character leaves one of two neighbours right. */
  function corrections(key: string) {
    const [first = "", second = ""] = key;
    const entries = new Set([...(entriesByStart.get(first) ?? []), ...(entriesByStart.get(second) ?? [])]);
    return entries.size > 0 ? correctionsOf(key, { ...index, entries: [...entries] }) : undefined;
  }

  /** Whether it is a word or a form of one: "keeps", "booked", "getting". */
  function isForm(word: string): boolean {
    const stem = /^(\p{L}{3,}?)(?:s|es|ed|d|ing|er)$/u.exec(word)?.[1];
    const doubled = /^(\p{L}{2,})(\p{L})\2(?:ing|ed|er)$/u.exec(word);
    const stems = [stem, doubled && doubled[1]! + doubled[2]!];
    return isWord(word) || index.fillers.has(word) || stems.some((each) => each && isWord(each));
  }

  /** The characters that differ must not make words of their own with their neighbours: 新加的 is not 新加坡. */
  function chineseSlip(key: string): readonly Sense[] | undefined {
    const letters = [...key];
    if (letters.some((_, at) => at > 0 && isWord(letters[at - 1]! + letters[at]!))) return undefined;
    const correction = corrections(key);
    // Of three characters, two and a wrong one are as likely another word, unless it is a country.
    return correction?.senses.filter(
      ({ kind }) => kind === "name" || (letters.length > 3 && (kind === "city" || kind === "alias")),
    );
  }
}
