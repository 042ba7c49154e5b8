import type { Found, Lexicon } from "./lexicon.ts";
import type { Piece } from "./pieces.ts";

/** Reads numbers as people write them: `7`, `1.5`, `seven`, `a`, `十五`, `两`. */
export function createReadNumber(lexicon: Lexicon) {
  return function readNumber(pieces: readonly Piece[], from: number): Found<number> | undefined {
    const piece = pieces[from];
    if (!piece || piece.role) return undefined;
    if (piece.kind === "number") return { value: Number(piece.text.replace(",", ".")), to: from + 1 };
    if (piece.kind === "han") return readNumerals(pieces, from);
    const word = lexicon.at("numbers", pieces, from);
    return word && { value: Number(word.value), to: word.to };
  };

  /** 十五 is 15, 二十 is 20, 二十五 is 25. */
  function readNumerals(pieces: readonly Piece[], from: number): Found<number> | undefined {
    let sum = 0;
    let digit: number | undefined;
    let to = from;
    for (; to < pieces.length; to++) {
      const found = pieces[to]!.kind === "han" ? lexicon.at("numbers", pieces, to) : undefined;
      if (!found || found.to !== to + 1) break;
      const value = Number(found.value);
      if (value >= 10) {
        sum += (digit ?? 1) * value;
        digit = undefined;
      } else if (digit !== undefined) break;
      else digit = value;
    }
    return to > from ? { value: sum + (digit ?? 0), to } : undefined;
  }
}

export type ReadNumber = ReturnType<typeof createReadNumber>;
