import { createFold, extend, type Fold, type Piece, piecesOf, plain, spell } from "./pieces.ts";
import type { TalkVocabulary, TalkWords } from "./vocabulary.ts";

export type WordKind = keyof TalkWords;

/** A word of a kind, found where it was looked for. `to` is the piece after it. */
export interface Found<Value = string> {
  value: Value;
  to: number;
}

/** The words of every installed language, by kind. */
export interface Lexicon {
  fold: Fold;
  /** The longest word of that kind that begins there, in pieces nothing else has taken. */
  at(kind: WordKind, pieces: readonly Piece[], from: number): Found | undefined;
  /** The longest word of that kind that ends just before `to`. */
  before(kind: WordKind, pieces: readonly Piece[], to: number): { value: string; from: number } | undefined;
  has(kind: WordKind, spelling: string): boolean;
  /** Every single word, for telling typos from words. */
  words: ReadonlySet<string>;
}

const MOST_PIECES = 6;

/** Files the words once. */
export function createLexicon(
  vocabularies: readonly TalkVocabulary[],
  variants: ReadonlyMap<string, string>,
): Lexicon {
  const fold = createFold(variants);
  const valueByKind = new Map<WordKind, Map<string, string>>();
  const words = new Set<string>();
  for (const { words: section = {} } of vocabularies) {
    for (const [kind, entries] of Object.entries(section) as [WordKind, object][]) {
      const values = valueByKind.get(kind) ?? new Map<string, string>();
      valueByKind.set(kind, values);
      for (const [word, value] of wordsIn(entries)) {
        const pieces = piecesOf(plain(word), fold);
        values.set(spell(pieces), value);
        for (const piece of pieces) if (piece.kind === "word") words.add(piece.text);
      }
    }
  }

  return {
    fold,
    words,
    has: (kind, spelling) => valueByKind.get(kind)?.has(spelling) ?? false,
    at(kind, pieces, from) {
      const values = valueByKind.get(kind);
      if (!values) return undefined;
      let found: Found | undefined;
      let key = "";
      for (let to = from + 1; to <= Math.min(pieces.length, from + MOST_PIECES); to++) {
        if (pieces[to - 1]!.role) break;
        key = extend(key, pieces, to - 1, from);
        const value = values.get(key);
        if (value !== undefined) found = { value, to };
      }
      return found;
    },
    before(kind, pieces, to) {
      const values = valueByKind.get(kind);
      for (let from = Math.max(0, to - MOST_PIECES); values && from < to; from++) {
        if (pieces.slice(from, to).some(({ role }) => role)) continue;
        const value = values.get(spell(pieces, from, to));
        if (value !== undefined) return { value, from };
      }
      return undefined;
    },
  };
}

/** Lists mean themselves; lists by number or name mean that. */
function* wordsIn(entries: object): Generator<[word: string, value: string]> {
  if (Array.isArray(entries)) {
    for (const word of entries as string[]) yield [word, word];
    return;
  }
  for (const [key, value] of Object.entries(entries) as [string, string[] | number][]) {
    if (typeof value === "number") yield [key, String(value)];
    else for (const word of value) yield [word, key];
  }
}
