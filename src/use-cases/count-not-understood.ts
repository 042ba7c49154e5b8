import type { Database } from "../db/database.ts";
import type { Intent } from "../domain/wish.ts";
import type { Clock } from "../ports/clock.ts";

const COUNT = `
  INSERT INTO "NotUnderstood" (day, guess, locale, times) VALUES ($1, $2, $3, 1)
  ON CONFLICT (day, guess, locale) DO UPDATE SET times = "NotUnderstood".times + 1`;

/** The newest are kept, cut to a sentence's length. */
const MOST_KEPT = 500;
const LONGEST_KEPT = 200;

/**
 * Counts words that were not understood, by day and by what they were likeliest to mean. The words themselves
 * are kept only where the operator asks for it, without addresses and numbers, which may say whose they are.
 */
export function createCountNotUnderstood(deps: { database: Database; clock: Clock; keepTexts: boolean }) {
  const { database, clock, keepTexts } = deps;

  return async function countNotUnderstood(what: {
    guess: Intent;
    locale: string;
    text: string;
  }): Promise<void> {
    const { guess, locale } = what;
    const now = clock.now();
    await database.query("count-not-understood", COUNT, [now, guess, locale]);
    if (!keepTexts) return;
    const { id } = await database.prisma.unknownText.create({
      data: { at: now, guess, locale, text: withoutNames(what.text) },
      select: { id: true },
    });
    await database.prisma.unknownText.deleteMany({ where: { id: { lte: id - BigInt(MOST_KEPT) } } });
  };
}

export type CountNotUnderstood = ReturnType<typeof createCountNotUnderstood>;

/** Digits from three on and everything with an @ are blotted out. */
export const withoutNames = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/\S*@\S*/g, "…")
    .replace(/\d(?:[\s\-–—.]?\d){2,}/g, "…")
    .slice(0, LONGEST_KEPT);
