/** At most so many in any stretch of time of that length. */
export interface RateLimit {
  most: number;
  windowMs: number;
}

/**
 * When the next one is free under every limit; undefined: now. The times are those of earlier ones, in any
 * order. Limits let go by themselves: nobody is kept out for longer than the longest window.
 */
export function nextFreeAt(scopes: { times: Date[]; limits: RateLimit[] }[], now: Date): Date | undefined {
  const free = scopes.flatMap(({ times, limits }) => limits.map((limit) => freeAt(times, limit)));
  const latest = Math.max(0, ...free);
  return latest > now.getTime() ? new Date(latest) : undefined;
}

/** When the oldest of the newest `most` leaves the window. */
function freeAt(times: Date[], { most, windowMs }: RateLimit): number {
  const newestFirst = times.map((time) => time.getTime()).sort((a, b) => b - a);
  const blocking = newestFirst[most - 1];
  return blocking === undefined ? 0 : blocking + windowMs;
}
