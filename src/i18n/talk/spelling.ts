import { editDistance } from "../edit-distance.ts";
import type { Piece } from "./pieces.ts";

/** Knows words; mends slips in them and the spaces between them. */
export interface Spelling {
  isWord(word: string): boolean;
  /** The word that was meant: itself when it is one, the nearest when there is one near enough. */
  mend(word: string): string | undefined;
  /** Splits what was typed without spaces, where that leaves words only. */
  split(pieces: readonly Piece[]): Piece[];
}

/**
 * `names` are words that may be found inside others' company, such as `japan` in `japanplan`; what `mayBeName`, such
 * as `tailand`, is not split into "tai" and "land".
 */
export function createSpelling(
  words: ReadonlySet<string>,
  names: (word: string) => boolean,
  mayBeName: (word: string) => boolean = () => false,
): Spelling {
  const byStart = new Map<string, { word: string; letters: string[] }[]>();
  for (const word of words) {
    if (word.length < 4 || !/^[a-z]+$/.test(word)) continue;
    const entry = { word, letters: [...word] };
    byStart.set(word[0]!, [...(byStart.get(word[0]!) ?? []), entry]);
  }

  return {
    isWord: (word) => words.has(word),
    mend(word) {
      return words.has(word) ? word : nearestTo(word);
    },
    split: (pieces) => pieces.flatMap(splitPiece),
  };

  function nearestTo(word: string): string | undefined {
    if (word.length < 4 || word.length > 24 || !/^[a-z]+$/.test(word)) return undefined;
    const letters = [...word];
    let allowed = word.length >= 8 ? 2 : 1;
    let nearest: string | undefined;
    for (const start of new Set([letters[0]!, letters[1]!])) {
      for (const candidate of byStart.get(start) ?? []) {
        if (candidate.letters.length < 5 && word.length < 5) continue;
        const distance = editDistance(letters, candidate.letters, allowed);
        if (distance > allowed || (distance === allowed && nearest)) continue;
        nearest = candidate.word;
        allowed = distance;
      }
    }
    return nearest;
  }

  function splitPiece(piece: Piece): Piece[] {
    const { text, start, said } = piece;
    if (piece.kind !== "word" || text.length < 7 || text.length > 30 || text.length !== said.length)
      return [piece];
    if (words.has(text) || names(text)) return [piece];
    const parts = wordsIn(text);
    if (!parts || mayBeName(text)) return [piece];
    let at = 0;
    return parts.map((part, number) => {
      const from = at;
      at += part.length;
      return {
        ...piece,
        text: part,
        said: said.slice(from, at),
        start: start + from,
        end: start + at,
        spaced: piece.spaced && number === 0,
      };
    });
  }

  /** The fewest words that make up the text, one of them at least four letters long. */
  function wordsIn(text: string): string[] | undefined {
    const best: (string[] | undefined)[] = [[]];
    for (let to = 2; to <= text.length; to++) {
      for (let from = 0; from <= to - 2; from++) {
        const before = best[from];
        const word = text.slice(from, to);
        if (!before || !(words.has(word) || (word.length >= 4 && names(word)))) continue;
        if (!best[to] || before.length + 1 < best[to]!.length) best[to] = [...before, word];
      }
    }
    const parts = best[text.length];
    return parts && parts.length <= 5 && parts.some((part) => part.length >= 4) ? parts : undefined;
  }
}
