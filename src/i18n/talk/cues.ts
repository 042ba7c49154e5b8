import type { Lexicon } from "./lexicon.ts";
import { type Piece, piecesOf, plain, spell } from "./pieces.ts";
import type { TalkVocabulary } from "./vocabulary.ts";

/** The cues of every installed language. */
export interface Cues {
  /** What the text has cues for. */
  in(pieces: readonly Piece[]): ReadonlySet<string>;
  words: ReadonlySet<string>;
}

const LONGEST_CUE = 8;

/** Files the cues once. */
export function createCues(vocabularies: readonly TalkVocabulary[], { fold }: Lexicon): Cues {
  const meaningsByKey = new Map<string, readonly string[]>();
  const alone = new Map<string, readonly string[]>();
  const words = new Set<string>();
  for (const { cues = {} } of vocabularies) {
    for (const [meaning, phrases] of Object.entries(cues)) {
      // Tens of thousands of phrases mean one thing each: they share the list of it.
      const only = alone.get(meaning) ?? [meaning];
      alone.set(meaning, only);
      for (const phrase of phrases) {
        const pieces = piecesOf(plain(phrase), fold);
        const key = spell(pieces);
        const others = meaningsByKey.get(key);
        meaningsByKey.set(key, others ? [...new Set([...others, meaning])] : only);
        for (const { kind, text } of pieces) if (kind === "word") words.add(text);
      }
    }
  }
  return {
    words,
    in(pieces) {
      const found = new Set<string>();
      for (let from = 0; from < pieces.length; from++) {
        for (let to = from + 1; to <= Math.min(pieces.length, from + LONGEST_CUE); to++) {
          for (const meaning of meaningsByKey.get(spell(pieces, from, to)) ?? []) found.add(meaning);
        }
      }
      return found;
    },
  };
}
