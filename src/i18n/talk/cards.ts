import type { Lexicon } from "./lexicon.ts";
import { type Piece, piecesOf, plain, spell } from "./pieces.ts";
import { take } from "./take.ts";

/** A card as its owner may call it. */
export interface KnownCard {
  label: string | null;
  /** The brand, as shown. */
  product: string;
  lastDigits: string;
}

/** Finds the card that was named, by one of the person's labels, a brand or last digits, as it was said. */
export function createReadCard(lexicon: Lexicon) {
  return function readCard(said: string, pieces: Piece[], cards: readonly KnownCard[]): string | undefined {
    return labelIn(said, pieces, cards) ?? digitsIn(pieces, cards) ?? brandIn(said, pieces);
  };

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
      return text.length === 4 && !/^20[2-3]\d$/.test(text) && !isAmount(pieces, place);
    });
    if (at < 0) return undefined;
    take(pieces, at, at + 1, "card");
    return pieces[at]!.text;
  }

  function isAmount(pieces: readonly Piece[], at: number): boolean {
    return (lexicon.at("megabytes", pieces, at + 1) ?? lexicon.at("days", pieces, at + 1)) !== undefined;
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
