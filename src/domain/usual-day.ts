/** What a card used on one day. */
export interface DayOfUse {
  cardId: string;
  bytes: bigint;
}

/** What somebody uses on a day, and from how many days that is known. */
export interface UsualDay {
  bytes: bigint;
  days: number;
}

/** A phone that was only carried around says nothing of its owner's use. */
const LEAST_BYTES = 10n * 1024n * 1024n;
/** Fewer may be the day of arrival, or of one long film. */
const LEAST_DAYS = 3;

/**
 * The middle one of the days on which a card was used, which a single wild or idle day does not move. Of the
 * card that is asked about, if its own days are enough, else of all; undefined where those are too few as well.
 */
export function usualDay(days: readonly DayOfUse[], cardId?: string): UsualDay | undefined {
  const used = days.filter(({ bytes }) => bytes >= LEAST_BYTES);
  return middleOf(used.filter((day) => day.cardId === cardId)) ?? middleOf(used);
}

function middleOf(days: readonly DayOfUse[]): UsualDay | undefined {
  if (days.length < LEAST_DAYS) return undefined;
  const sorted = days.map(({ bytes }) => bytes).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const half = sorted.length >> 1;
  const bytes = sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2n;
  return { bytes, days: days.length };
}
