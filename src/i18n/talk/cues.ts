import type { Lexicon } from "./lexicon.ts";
import { extend, keyOfPhrase, type Piece } from "./pieces.ts";
import type { TalkVocabulary } from "./vocabulary.ts";

/** The cues of every installed language. */
export interface Cues {
  /** What the text has cues for. */
  in(pieces: readonly Piece[]): ReadonlySet<string>;
  words: ReadonlySet<string>;
}

const LONGEST_CUE = 8;
const LATIN = /\p{Script=Latin}{2,}/gu;

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
        const key = keyOfPhrase(phrase, fold);
        const others = meaningsByKey.get(key);
        meaningsByKey.set(key, others ? [...new Set([...others, meaning])] : only);
        for (const word of key.match(LATIN) ?? []) words.add(word);
      }
    }
  }
  return {
    words,
    in(pieces) {
      const found = new Set<string>();
      for (let from = 0; from < pieces.length; from++) {
        let key = "";
        for (let to = from + 1; to <= Math.min(pieces.length, from + LONGEST_CUE); to++) {
          key = extend(key, pieces, to - 1, from);
          for (const meaning of meaningsByKey.get(key) ?? []) found.add(meaning);
        }
      }
      return found;
    },
  };
}
