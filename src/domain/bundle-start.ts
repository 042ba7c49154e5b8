import { type Bundle, coverAll, isSpent, mainResource } from "./bundle.ts";
import { DAY_MS, type LocalizedName, type PlanKind } from "./plan.ts";

/** What was bought, as an order keeps it. */
export interface BoughtPlan {
  sku: string;
  name: LocalizedName;
  kind: PlanKind;
  days: number;
  dataBytes: bigint | null;
  voiceSeconds: number;
  fairUseBytes: bigint | null;
  countries: readonly string[];
}

/**
 * The bundle that a purchase becomes on a card that has these others. It starts now or on the day that was
 * chosen; while what is in force covers all of its countries it waits, and `startsAt` is null.
 */
export function buyBundle(
  purchase: { id: string; plan: BoughtPlan; quantity: number; startsAt: Date | null; now: Date },
  others: readonly Bundle[],
): Bundle {
  const { id, plan, quantity, startsAt, now } = purchase;
  const isDaily = plan.kind === "daily";
  const bought: Bundle = {
    id,
    planSku: plan.sku,
    planName: plan.name,
    kind: plan.kind,
    countries: plan.countries,
    dataTotalBytes: isDaily || plan.dataBytes === null ? plan.dataBytes : plan.dataBytes * BigInt(quantity),
    dataUsedBytes: 0n,
    fairUseBytes: plan.fairUseBytes,
    dayIndex: 0,
    voiceTotalSeconds: plan.voiceSeconds * quantity,
    voiceUsedSeconds: 0,
    smsTotal: 0,
    smsUsed: 0,
    durationSeconds: (plan.days * quantity * DAY_MS) / 1000,
    notBefore: startsAt && startsAt > now ? startsAt : null,
    startsAt: null,
    expiresAt: null,
    usedUpAt: null,
    createdAt: now,
  };
  const horizon = bought.notBefore ?? now;
  return settleBundles([...others, bought], horizon).at(-1)!;
}

/**
 * Starts every waiting bundle whose time has come by then: when what covers it was used up or expired,
 * earlier purchases first. Bundles that need no change are handed back as they are, in the same order.
 */
export function settleBundles(bundles: readonly Bundle[], now: Date): Bundle[] {
  const settled = [...bundles];
  for (;;) {
    const next = nextToStart(settled);
    if (!next || next.at > now) return settled;
    settled[next.index] = startedAt(settled[next.index]!, next.at);
  }
}

/** When a waiting bundle starts if nothing is used up before; undefined when it is not among them. */
export function latestStart(bundleId: string, bundles: readonly Bundle[]): Date | undefined {
  const atTheEnd = settleBundles(bundles, new Date(8.64e15));
  return atTheEnd.find(({ id }) => id === bundleId)?.startsAt ?? undefined;
}

function nextToStart(bundles: readonly Bundle[]): { index: number; at: Date } | undefined {
  let next: { index: number; at: Date; createdAt: Date } | undefined;
  for (const [index, { startsAt, createdAt }] of bundles.entries()) {
    if (startsAt) continue;
    const at = firstUncovered(bundles[index]!, bundles);
    const sooner = !next || at < next.at || (+at === +next.at && createdAt < next.createdAt);
    if (sooner) next = { index, at, createdAt };
  }
  return next;
}

/** The first moment from its purchase, or its chosen day, at which nothing in force covers all its countries. */
function firstUncovered(waiting: Bundle, others: readonly Bundle[]): Date {
  const rivals = others.filter((other) => other.startsAt && mainResource(other) === mainResource(waiting));
  let at = latest(waiting.createdAt, waiting.notBefore ?? waiting.createdAt);
  for (;;) {
    const inForce = rivals.filter((rival) => rival.startsAt! <= at && at < endOf(rival));
    if (inForce.length === 0 || !coverAll(inForce, waiting.countries)) return at;
    at = inForce.map(endOf).reduce(earliest);
  }
}

/** When it stopped, or will stop, keeping others waiting. */
function endOf(bundle: Bundle): Date {
  const expiresAt = bundle.expiresAt!;
  // Imported figures may be used up without anybody knowing since when.
  return isSpent(bundle) ? earliest(expiresAt, bundle.usedUpAt ?? bundle.startsAt!) : expiresAt;
}

const startedAt = (bundle: Bundle, at: Date): Bundle => ({
  ...bundle,
  startsAt: at,
  expiresAt: new Date(at.getTime() + bundle.durationSeconds * 1000),
});

const earliest = (a: Date, b: Date): Date => (a <= b ? a : b);
const latest = (a: Date, b: Date): Date => (a >= b ? a : b);
