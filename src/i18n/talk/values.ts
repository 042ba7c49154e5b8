import { parseEmail } from "../../domain/email.ts";
import { parseOrderNumber } from "../../domain/order-number.ts";
import type { CountryIndex } from "../country-index.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Piece } from "./pieces.ts";
import { take } from "./take.ts";

export type ValueKind = "email" | "iccid" | "order_number" | "promo_code";

export interface Value {
  kind: ValueKind;
  value: string;
}

const email = /[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/i;
// Whoever mistypes the check digit means an ICCID all the same.
const iccid = /(?<!\d)89(?:[\s-]?\d){16,18}(?!\d)/;
const orderNumber = /(?<![a-z0-9])(?:HY|YY)\s?[-–—_.]?\s?[0-9A-Z]{6}(?![a-z0-9])/i;
const code = /(?<![a-z0-9@])[a-z][a-z0-9_-]{2,31}(?![a-z0-9@])/giu;

/** Finds an e-mail address, an ICCID, an order number or a promotion code, and takes its pieces. */
export function createReadValue(lexicon: Lexicon, index: CountryIndex, isWord: (word: string) => boolean) {
  return function readValue(said: string, pieces: Piece[]): Value | undefined {
    return (
      claim("email", email.exec(said), (text) => parseEmail(text.replace(/\.+$/, ""))) ??
      claim("iccid", iccid.exec(said), (text) => text.replace(/\D/g, "")) ??
      claim("order_number", orderNumber.exec(said), orderNumberIn) ??
      findCode()
    );

    function claim(
      kind: ValueKind,
      match: RegExpExecArray | null,
      parse: (text: string) => string | undefined,
    ) {
      const value = match ? parse(match[0]) : undefined;
      if (!match || !value) return undefined;
      takeBetween(pieces, match.index, match.index + match[0].length, kind);
      return { kind, value };
    }

    function findCode(): Value | undefined {
      for (const match of said.matchAll(code)) {
        const text = match[0];
        if (!isCode(text, match.index)) continue;
        takeBetween(pieces, match.index, match.index + text.length, "promo_code");
        return { kind: "promo_code", value: text.toUpperCase() };
      }
      return undefined;
    }

    function isCode(text: string, start: number): boolean {
      const from = pieces.findIndex((piece) => piece.start === start);
      if (from < 0 || pieces.some(({ start: at, text: word }) => at === start && index.sensesOf(word)))
        return false;
      const hasDigit = /\d/.test(text);
      const inCapitals = text === text.toUpperCase();
      const letters = (/^[a-z]+/i.exec(text)?.[0] ?? "").toLowerCase();
      if (
        pieces.every(
          (piece) => piece.kind === "mark" || (piece.start >= start && piece.end <= start + text.length),
        )
      ) {
        const looksMade = hasDigit && letters.length >= 3 && /^[a-z]+\d{1,4}$/i.test(text);
        return (
          looksMade &&
          !lexicon.words.has(letters) &&
          (inCapitals || !isWord(text.toLowerCase())) &&
          !isDevice(letters)
        );
      }
      if (!hasDigit && (!inCapitals || text.length < 4)) return false;
      return (
        announced(from) &&
        (hasDigit ? letters.length >= 2 : !isWord(letters)) &&
        (inCapitals || strongly(from))
      );
    }

    /** A word for codes stands right before it: "code", "优惠码是". */
    function announced(from: number): boolean {
      return announcement(from) !== undefined;
    }

    function strongly(from: number): boolean {
      const word = announcement(from);
      return word !== undefined && (word.length > 3 || /\p{Script=Han}{2}/u.test(word));
    }

    function announcement(from: number): string | undefined {
      let to = from;
      for (let skipped = 0; skipped < 4; skipped++) {
        const found = lexicon.before("codeWords", pieces, to);
        if (found) return found.value;
        const join = lexicon.before("codeJoin", pieces, to);
        if (!join && pieces[to - 1]?.kind !== "mark") return undefined;
        to = join?.from ?? to - 1;
      }
      return undefined;
    }
  };

  function isDevice(letters: string): boolean {
    return isWord(letters) && /^(iphone|ipad|pixel|galaxy)$/.test(letters);
  }
}

/** Six letters after "hy" are a word as likely as a number. */
function orderNumberIn(text: string): string | undefined {
  return /\d|[-–—_.]/.test(text) ? parseOrderNumber(text) : undefined;
}

function takeBetween(pieces: Piece[], start: number, end: number, role: string): void {
  const from = pieces.findIndex((piece) => piece.end > start);
  const to = pieces.findLastIndex((piece) => piece.start < end) + 1;
  take(pieces, from, to, role);
}

/** Whether nothing was said beside the value but what introduces it: "my e-mail is …". */
export function isAlone(pieces: readonly Piece[], lexicon: Lexicon): boolean {
  for (let at = 0; at < pieces.length; ) {
    if (pieces[at]!.role || pieces[at]!.kind === "mark") at++;
    else {
      const word = lexicon.at("valueWords", pieces, at) ?? lexicon.at("codeWords", pieces, at);
      if (!word) return false;
      at = word.to;
    }
  }
  return true;
}

export type ReadValue = ReturnType<typeof createReadValue>;
