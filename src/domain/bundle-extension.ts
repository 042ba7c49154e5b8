import { type Bundle, isSpent, mainResource, stateOf } from "./bundle.ts";
import { settleBundles } from "./bundle-start.ts";
import { DAY_MS } from "./plan.ts";
import { fail, ok, type Result } from "./result.ts";

/** How many days can be added at once. */
export const EXTENSION_DAYS = [1, 3, 7] as const;
/** A plan that ended can be brought back for so long. */
export const EXTEND_WITHIN_MS = 7 * DAY_MS;

/** `over`: used up, or ended too long ago; `followed`: it ended, and another one has taken its place. */
export type NotExtended = { type: "not_started" | "over" | "followed" };

/**
 * A bundle with days added to its end, or counted from now where it has ended already. `bundles` are all of
 * the card's that ended within `EXTEND_WITHIN_MS` or later; what waits behind it starts that much later.
 */
export function extendBundle(
  bundle: Bundle,
  bundles: readonly Bundle[],
  { days, now }: { days: number; now: Date },
): Result<Bundle, NotExtended> {
  const current = settleBundles(bundles, now);
  const { startsAt, expiresAt, ...rest } = current.find(({ id }) => id === bundle.id) ?? bundle;
  if (!startsAt || !expiresAt || startsAt > now) return fail({ type: "not_started" });
  if (+now - +expiresAt >= EXTEND_WITHIN_MS) return fail({ type: "over" });
  if (expiresAt <= now && current.some((other) => follows(other, bundle, expiresAt))) {
    return fail({ type: "followed" });
  }
  const from = Math.max(+expiresAt, +now);
  const durationSeconds = Math.ceil((from - +startsAt + days * DAY_MS) / 1000);
  const longer = {
    ...rest,
    startsAt,
    durationSeconds,
    expiresAt: new Date(+startsAt + durationSeconds * 1000),
  };
  // Another day of a daily plan brings new data; of any other that is used up it brings nothing.
  if (stateOf(longer, now) !== "in_force") return fail({ type: "over" });
  return ok({ ...longer, usedUpAt: isSpent(longer) ? longer.usedUpAt : null });
}

const follows = (other: Bundle, bundle: Bundle, end: Date): boolean =>
  other.id !== bundle.id &&
  mainResource(other) === mainResource(bundle) &&
  (other.startsAt === null || other.startsAt >= end);
