import { DAY_MS } from "./plan.ts";

/** How far back a chat's claims count, and how long they are kept. */
export const CLAIM_WINDOW_MS = DAY_MS;
/** How long a number that was given waits for its address. */
export const CLAIM_LIFETIME_MS = 60 * 60_000;

/** In a day: numbers of a batch follow each other, and a person has a handful of cards. */
const MOST_CLAIMS = 20;
/** Numbers that no free card has. */
const MOST_MISSES = 8;

/** When a chat may give another number; undefined: now. */
export function nextClaimAt(
  claims: readonly { createdAt: Date; cardId: string | null }[],
  now: Date,
): Date | undefined {
  const freeAt = Math.max(
    outOfWindow(claims, MOST_CLAIMS),
    outOfWindow(
      claims.filter(({ cardId }) => cardId === null),
      MOST_MISSES,
    ),
  );
  return freeAt > now.getTime() ? new Date(freeAt) : undefined;
}

/** When the oldest of the newest `most` leaves the window. */
function outOfWindow(claims: readonly { createdAt: Date }[], most: number): number {
  const newestFirst = claims.map(({ createdAt }) => createdAt.getTime()).sort((a, b) => b - a);
  const blocking = newestFirst[most - 1];
  return blocking === undefined ? 0 : blocking + CLAIM_WINDOW_MS;
}
