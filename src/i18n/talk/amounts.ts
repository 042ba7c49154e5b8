import { type PlanKind, planKinds } from "../../domain/plan.ts";
import type { Found, Lexicon } from "./lexicon.ts";
import type { ReadNumber } from "./numbers.ts";
import type { Piece } from "./pieces.ts";
import { take } from "./take.ts";
import { isRuledOut, isTakenBack } from "./taken-back.ts";

export interface Amounts {
  dataMb?: number;
  dataMbPerDay?: number;
}

/** Reads amounts of data, in all and for each day, and takes their pieces. */
export function createReadAmounts(lexicon: Lexicon, readNumber: ReadNumber) {
  return function readAmounts(pieces: Piece[]): Amounts {
    const amounts: Amounts = {};
    for (let from = 0; from < pieces.length; from++) {
      const amount = readAmount(pieces, from);
      if (!amount || isNetwork(pieces, from, amount.to) || isTakenBack(lexicon, pieces, from, amount.to))
        continue;
      const daily = perDayAround(pieces, from, amount.to);
      if (daily) amounts.dataMbPerDay ??= Math.round(amount.value);
      else amounts.dataMb ??= Math.round(amount.value);
      take(pieces, from, amount.to, daily ? "perDay" : "data");
      if (daily) take(pieces, daily.from, daily.to, "perDay");
      from = amount.to - 1;
    }
    return amounts;
  };

  function readAmount(pieces: readonly Piece[], from: number): Found<number> | undefined {
    const half = lexicon.at("half", pieces, from);
    const number = half ? { value: 0.5, to: half.to } : readNumber(pieces, from);
    if (!number) return undefined;
    const more = lexicon.at("more", pieces, number.to);
    const unit = lexicon.at("megabytes", pieces, more?.to ?? number.to);
    if (!unit) return undefined;
    // "a gig and a half"
    const halfMore = lexicon.at("halfMore", pieces, unit.to);
    return { value: (number.value + (halfMore ? 0.5 : 0)) * Number(unit.value), to: halfMore?.to ?? unit.to };
  }

  /** "5G or only 4G?", "5G network": how fast, not how much. */
  function isNetwork(pieces: readonly Piece[], from: number, to: number): boolean {
    const isGeneration = (at: number) =>
      /^[345]$/.test(pieces[at]?.text ?? "") && pieces[at + 1]?.text === "g" && !pieces[at + 1]!.spaced;
    if (!isGeneration(from)) return false;
    const others = pieces.some((piece, at) => isGeneration(at) && piece.text !== pieces[from]!.text);
    return (
      others ||
      lexicon.at("network", pieces, to) !== undefined ||
      lexicon.before("network", pieces, from) !== undefined
    );
  }

  /** "1 GB a day", "每天大概1G": the words for each day stand right before or after, but for an "about". */
  function perDayAround(pieces: readonly Piece[], from: number, to: number) {
    let after = to;
    for (let skipped = 0; skipped <= 2; skipped++) {
      const daily = lexicon.at("perDay", pieces, after);
      if (daily) return { from: after, to: daily.to };
      // "500兆 就一天": after a space of its own, Chinese begins something new.
      if (pieces[after]?.kind === "han" && pieces[after]!.spaced) break;
      after = lexicon.at("approximately", pieces, after)?.to ?? after;
    }
    let before = from;
    for (let skipped = 0; skipped <= 3; skipped++) {
      const daily = lexicon.before("perDay", pieces, before);
      if (daily) return { from: daily.from, to: before };
      before = lexicon.before("approximately", pieces, before)?.from ?? before;
    }
    return undefined;
  }
}

/** The kind of plan that was named; undefined when several were, as in a question about the difference. */
export function readKind(lexicon: Lexicon, pieces: Piece[]): PlanKind | undefined {
  const kinds = new Set<string>();
  for (let from = 0; from < pieces.length; from++) {
    const found = lexicon.at("kinds", pieces, from);
    if (!found) continue;
    if (!isRuledOut(lexicon, pieces, from)) kinds.add(found.value);
    take(pieces, from, found.to, `kind-${found.value}`);
    from = found.to - 1;
  }
  const [kind, ...others] = kinds;
  return others.length === 0 ? planKinds.find((each) => each === kind) : undefined;
}
