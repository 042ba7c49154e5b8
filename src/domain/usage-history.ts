import type { Bundle, Resource } from "./bundle.ts";

/** What is followed by the hour; messages are too few for that. */
export type MeteredResource = Exclude<Resource, "sms">;

/** What a bundle gave at some time between two moments: bytes or seconds. */
export interface Use {
  bundleId: string;
  resource: MeteredResource;
  from: Date;
  until: Date;
  amount: bigint;
}

/** An amount (bytes or seconds) used somewhere between two moments, in milliseconds since 1970. */
export interface UsedStretch {
  from: number;
  until: number;
  amount: number;
}

/** What is known of how something was used: nothing was, where it was watched and no stretch says otherwise. */
export interface UsageHistory {
  used: readonly UsedStretch[];
  /** When use was possible and would have been seen; these do not overlap. */
  watched: readonly { from: number; until: number }[];
}

/**
 * What was used of a bundle between two readings of its figures. A carrier that corrected itself downwards
 * used nothing; of the days of a `daily` bundle that ended in between, nobody told.
 */
export function usesBetween(before: Bundle, after: Bundle, period: { from: Date; until: Date }): Use[] {
  const isNextDay = after.kind === "daily" && after.dayIndex > before.dayIndex;
  const data = after.dataUsedBytes - (isNextDay ? 0n : before.dataUsedBytes);
  const voice = BigInt(after.voiceUsedSeconds - before.voiceUsedSeconds);
  const use = (resource: MeteredResource, amount: bigint): Use[] =>
    amount > 0n ? [{ bundleId: after.id, resource, amount, ...period }] : [];
  return [...use("data", data), ...use("voice", voice)];
}

/** What of a bundle could be used, and when: where its history can be read from. */
export interface WatchedBundle {
  bundle: Bundle;
  /** Its own, of `resource`. */
  used: readonly UsedStretch[];
}

/**
 * The history that tells how this bundle will go on: its own and, from before it began, that of the card's
 * other bundles. `knownUntil` is when its figures were true. What had been used when we came to know of it is
 * one stretch.
 */
export function historyOf(
  bundle: Bundle,
  resource: MeteredResource,
  others: readonly WatchedBundle[],
  { since, knownUntil }: { since: number; knownUntil: number },
): UsageHistory {
  const own = others.find((other) => other.bundle.id === bundle.id)?.used ?? [];
  const begins = bundle.startsAt!.getTime();
  const watched = [{ from: begins, until: knownUntil }];
  const used = [...own];
  const known = own.reduce((sum, { amount }) => sum + amount, 0);
  const told = Math.min(bundle.createdAt.getTime(), knownUntil);
  if (begins < told && told > since && bundle.kind !== "daily") {
    const before = Math.max(0, usedOf(bundle, resource) - known);
    used.push({ from: begins, until: told, amount: before });
  } else if (begins < told) {
    watched[0]!.from = told;
  }
  let free = begins;
  const earlier = others
    .filter((other) => other.bundle.startsAt && +other.bundle.startsAt < begins)
    .sort((a, b) => +b.bundle.startsAt! - +a.bundle.startsAt!);
  for (const other of earlier) {
    const from = Math.max(+other.bundle.startsAt!, +other.bundle.createdAt);
    const until = Math.min(
      free,
      +other.bundle.expiresAt!,
      +(other.bundle.usedUpAt ?? other.bundle.expiresAt!),
    );
    if (from >= until) continue;
    watched.push({ from, until });
    used.push(...other.used.filter((stretch) => stretch.from >= from && stretch.from < until));
    free = from;
  }
  return { used, watched: watched.filter(({ from, until }) => from < until) };
}

const usedOf = (bundle: Bundle, resource: MeteredResource): number =>
  resource === "data" ? Number(bundle.dataUsedBytes) : bundle.voiceUsedSeconds;
