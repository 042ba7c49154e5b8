import { type Bundle, dataLeft, hasData, stateOf, voiceLeft } from "./bundle.ts";

const MINUTE_MS = 60_000;

/** How long figures may be left alone, by the least share in percent that is left of anything. */
const PAUSES: readonly { percent: number; pauseMs: number }[] = [
  { percent: 8, pauseMs: 10 * MINUTE_MS },
  { percent: 25, pauseMs: 30 * MINUTE_MS },
  { percent: 60, pauseMs: 2 * 60 * MINUTE_MS },
  { percent: 100, pauseMs: 6 * 60 * MINUTE_MS },
];
/** What has no limit, or has not begun, can be looked at twice a day. */
const IDLE_MS = 12 * 60 * MINUTE_MS;

/**
 * When a carrier is to be asked for a card's figures again: the sooner, the nearer something is to its end. Null
 * when nothing is on the card. `chance` (0 to 1) spreads those that are asked together over two fifths of the pause.
 */
export function nextPollAt(bundles: readonly Bundle[], now: Date, chance: number): Date | null {
  const states = bundles.map((bundle) => stateOf(bundle, now));
  const inForce = bundles.filter((_, index) => states[index] === "in_force");
  if (!states.some((state) => state === "in_force" || state === "scheduled" || state === "waiting"))
    return null;
  const shares = inForce.flatMap((bundle) => sharesLeft(bundle, now));
  const least = Math.min(...shares);
  const pauseMs = PAUSES.find(({ percent }) => least <= percent)?.pauseMs ?? IDLE_MS;
  return new Date(now.getTime() + Math.round(pauseMs * (0.8 + 0.4 * chance)));
}

/** In percent, of what has a limit and is not used up. */
function sharesLeft(bundle: Bundle, now: Date): number[] {
  const data = hasData(bundle) ? dataLeft(bundle, now) : null;
  return [
    ...(data === null ? [] : [Number((data * 100n) / bundle.dataTotalBytes!)]),
    ...(bundle.voiceTotalSeconds > 0 ? [(voiceLeft(bundle) * 100) / bundle.voiceTotalSeconds] : []),
  ].filter((share) => share > 0);
}
