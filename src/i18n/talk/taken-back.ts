import type { Lexicon } from "./lexicon.ts";
import type { Piece } from "./pieces.ts";

/** "not Japan", "not the fixed one", "不要吃到饱": said to be not meant. */
export function isRuledOut(lexicon: Lexicon, pieces: readonly Piece[], from: number): boolean {
  const at = lexicon.before("fillers", pieces, from)?.from ?? from;
  return (lexicon.before("negations", pieces, at) ?? lexicon.before("negations", pieces, from)) !== undefined;
}

/** The same, or "20G太多了", "澳门不去了", "Canada is cancelled". */
export function isTakenBack(lexicon: Lexicon, pieces: readonly Piece[], from: number, to: number): boolean {
  return isRuledOut(lexicon, pieces, from) || lexicon.at("takenBack", pieces, to) !== undefined;
}

/**
 * Where the last correction begins ("no wait", "不对"): what is said after it is meant instead of what of the
 * same was said before. Undefined when nothing is corrected.
 */
export function correctionIn(lexicon: Lexicon, pieces: readonly Piece[]): number | undefined {
  for (let at = pieces.length - 1; at > 0; at--) {
    const found = lexicon.at("corrections", pieces, at);
    if (found && found.to < pieces.length) return at;
  }
  return undefined;
}
