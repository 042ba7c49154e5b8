import { foldText } from "../country-text.ts";

/** A word, a Chinese character, a number, a flag or a mark that somebody typed. */
export interface Piece {
  kind: "word" | "han" | "number" | "flag" | "mark";
  /** Folded: small letters, half width, one script, without diacritics. */
  text: string;
  /** As typed, half width. */
  said: string;
  start: number;
  end: number;
  spaced: boolean;
  /** What it turned out to be part of: `place`, `days` … */
  role?: string;
}

export type Fold = (piece: string) => string;

const invisible = /\ufe0f|\p{Emoji_Modifier}|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const inPieces =
  /\p{RI}\p{RI}|\p{Script=Han}|\d+(?:[.,]\d+)?|(?:(?!\p{Script=Han})[\p{L}\p{M}])+|[^\s\p{L}\p{M}]/gu;

/** Half width and without what cannot be seen. */
export const plain = (text: string): string => text.normalize("NFKC").replace(invisible, "");

/** `variants` are spellings that count as one, of characters and of whole words. */
export function createFold(variants: ReadonlyMap<string, string>): Fold {
  return (text) => {
    const folded = foldText(text);
    return variants.get(folded) ?? folded;
  };
}

/** Splits what was typed; nothing but spaces is lost. */
export function piecesOf(said: string, fold: Fold): Piece[] {
  return [...said.matchAll(inPieces)].map(({ 0: piece, index }) => {
    const end = index + piece.length;
    const spaced = index > 0 && /\s/.test(said[index - 1]!);
    return { kind: kindOf(piece), text: fold(piece), said: piece, start: index, end, spaced };
  });
}

function kindOf(piece: string): Piece["kind"] {
  if (/^\p{RI}/u.test(piece)) return "flag";
  if (/^\p{Script=Han}/u.test(piece)) return "han";
  if (/^\d/.test(piece)) return "number";
  return /^[\p{L}\p{M}]/u.test(piece) ? "word" : "mark";
}

/** The one spelling of some pieces: a space between two words, none elsewhere. */
export function spell(pieces: readonly Piece[], from = 0, to = pieces.length): string {
  let key = "";
  for (let at = from; at < to; at++) key = extend(key, pieces, at, from);
  return key;
}

/** The spelling of the pieces from `from` on, by one piece longer. */
export function extend(key: string, pieces: readonly Piece[], at: number, from: number): string {
  const { kind, text } = pieces[at]!;
  const isApart = at > from && kind === "word" && pieces[at - 1]!.kind === "word";
  return isApart ? `${key} ${text}` : key + text;
}

const latinWords = /^[a-z]+(?: [a-z]+)*$/;
const hanOnly = /^\p{Script=Han}+$/u;

/** `spell` of a phrase of a vocabulary. There are tens of thousands of them, most of one script. */
export function keyOfPhrase(phrase: string, fold: Fold): string {
  if (latinWords.test(phrase)) return phrase.split(" ").map(fold).join(" ");
  if (hanOnly.test(phrase)) return [...phrase].map(fold).join("");
  return spell(piecesOf(plain(phrase), fold));
}
