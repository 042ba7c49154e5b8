import type { Found, Lexicon } from "./lexicon.ts";
import { type Piece, piecesOf, plain, spell } from "./pieces.ts";
import { take } from "./take.ts";

/** A card as its owner may call it. */
export interface KnownCard {
  label: string | null;
  /** The brand, as shown. */
  product: string;
  lastDigits: string;
}

/** In pieces: nobody calls a card more. */
const LONGEST_LABEL = 6;

const isQuote = (piece: Piece | undefined): boolean => /^["'“”‘’「」『』《》]$/.test(piece?.text ?? "");

/** Finds the card that was named, by one of the person's labels, a brand or last digits, as it was said. */
export function createReadCard(lexicon: Lexicon, isWord: (word: string) => boolean) {
  return function readCard(said: string, pieces: Piece[], cards: readonly KnownCard[]): string | undefined {
    return (
      labelIn(said, pieces, cards) ??
      digitsIn(pieces, cards) ??
      calledIn(said, pieces) ??
      usualLabelIn(said, pieces) ??
      brandIn(said, pieces)
    );
  };

  /** "the card called Mum", `标着“妈妈”的卡`: up to a mark, a space in Chinese, or the word for a card. */
  function calledIn(said: string, pieces: Piece[]): string | undefined {
    if (!pieces.some((_, at) => lexicon.at("cardWords", pieces, at))) return undefined;
    for (let at = 0; at < pieces.length; at++) {
      const called = lexicon.at("cardCalled", pieces, at);
      const from = called && (isQuote(pieces[called.to]) ? called.to + 1 : called.to);
      const first = from === undefined ? undefined : pieces[from];
      if (from === undefined || !first || first.kind === "mark" || lexicon.at("fillers", pieces, from))
        continue;
      let to = from + 1;
      const quoted = isQuote(pieces[from - 1]);
      while (to - from < LONGEST_LABEL && isInLabel(pieces, to, quoted)) to++;
      const isNamed = lexicon.before("cardWords", pieces, at) ?? cardAfter(pieces, to) ?? isQuote(pieces[to]);
      if (isNamed) return claim(said, pieces, from, to);
    }
    return undefined;
  }

  /** "the card called nana to my chat": without quotes it ends where the sentence goes on. */
  function isInLabel(pieces: readonly Piece[], at: number, quoted: boolean): boolean {
    const piece = pieces[at];
    if (!quoted && piece?.kind === "word" && isWord(piece.text)) return false;
    if (!piece || piece.role || piece.kind === "mark" || (piece.kind === "han" && piece.spaced)) return false;
    return cardAfter(pieces, at) === undefined;
  }

  /** "my work card", `妈妈那张`, `公司嗰張卡`. */
  function usualLabelIn(said: string, pieces: Piece[]): string | undefined {
    for (let from = 0; from < pieces.length; from++) {
      const label = lexicon.at("cardLabels", pieces, from);
      if (label && cardAfter(pieces, label.to)) return claim(said, pieces, from, label.to);
    }
    return undefined;
  }

  /** The word for a card, or `那张` alone. */
  function cardAfter(pieces: readonly Piece[], at: number): Found | undefined {
    const joined = lexicon.at("cardOf", pieces, at);
    const isAlone = joined && [...joined.value].length > 1;
    return lexicon.at("cardWords", pieces, joined?.to ?? at) ?? (isAlone ? joined : undefined);
  }

  function labelIn(said: string, pieces: Piece[], cards: readonly KnownCard[]): string | undefined {
    for (const { label } of cards) {
      const wanted = label ? piecesOf(plain(label), lexicon.fold) : [];
      const key = spell(wanted);
      for (let from = 0; key && from + wanted.length <= pieces.length; from++) {
        const to = from + wanted.length;
        if (spell(pieces, from, to) === key) return claim(said, pieces, from, to);
      }
    }
    return undefined;
  }

  /** Four digits by themselves, but no year; or after a word like "ending". */
  function digitsIn(pieces: Piece[], cards: readonly KnownCard[]): string | undefined {
    const at = pieces.findIndex(({ kind, text, role }, place) => {
      if (kind !== "number" || role || !/^\d{4,6}$/.test(text)) return false;
      if (cards.some(({ lastDigits }) => text.endsWith(lastDigits))) return true;
      if (lexicon.before("cardEnding", pieces, place)) return true;
      return text.length === 4 && !/^20[2-3]\d$/.test(text) && !isMeasured(pieces, place);
    });
    if (at < 0) return undefined;
    take(pieces, at, at + 1, "card");
    return pieces[at]!.text;
  }

  /** "1080p", "2900 yen", "2000 MB". */
  function isMeasured(pieces: readonly Piece[], at: number): boolean {
    const next = pieces[at + 1];
    if (next?.kind === "word" && !next.spaced) return true;
    return (["megabytes", "days", "money"] as const).some((kind) => lexicon.at(kind, pieces, at + 1));
  }

  function brandIn(said: string, pieces: Piece[]): string | undefined {
    for (let from = 0; from < pieces.length; from++) {
      const found = lexicon.at("cards", pieces, from);
      if (found) return claim(said, pieces, from, found.to);
    }
    return undefined;
  }

  function claim(said: string, pieces: Piece[], from: number, to: number): string {
    take(pieces, from, to, "card");
    return said.slice(pieces[from]!.start, pieces[to - 1]!.end);
  }
}

export type ReadCard = ReturnType<typeof createReadCard>;
