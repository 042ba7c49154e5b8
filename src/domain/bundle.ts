import { DAY_MS, EVERYWHERE, type LocalizedName, type PlanKind } from "./plan.ts";

/** A plan on a card: in force, over, or to come. What it holds and where it works never changes. */
export interface Bundle {
  id: string;
  planSku: string;
  planName: LocalizedName;
  kind: PlanKind;
  /** ISO 3166-1 alpha-2, or `*`. */
  countries: readonly string[];
  /** For `daily`: bytes for each 24 h. Null for `unlimited` and for plans without data. */
  dataTotalBytes: bigint | null;
  /** For `daily`: used in the day that `dayIndex` names. */
  dataUsedBytes: bigint;
  fairUseBytes: bigint | null;
  dayIndex: number;
  voiceTotalSeconds: number;
  voiceUsedSeconds: number;
  smsTotal: number;
  smsUsed: number;
  durationSeconds: number;
  /** The day that was chosen: it never starts before. */
  notBefore: Date | null;
  /** Null while it waits for another bundle to end. */
  startsAt: Date | null;
  expiresAt: Date | null;
  /** When `mainResource` was used up; minutes may be left beside used-up data. */
  usedUpAt: Date | null;
  createdAt: Date;
}

export type Resource = "data" | "voice" | "sms";

/**
 * `in_force`: started, not expired, and something of it is left; `scheduled`: its day of start is known and
 * to come; `waiting`: it starts when another bundle ends.
 */
export type BundleState = "in_force" | "scheduled" | "waiting" | "used_up" | "expired";

export function stateOf(bundle: Bundle, now: Date): BundleState {
  const { startsAt, expiresAt } = bundle;
  if (!startsAt || !expiresAt) return "waiting";
  if (now < startsAt) return "scheduled";
  if (now >= expiresAt) return "expired";
  return isUsedUp(bundle) ? "used_up" : "in_force";
}

/** What it was bought for: data where it has any, else minutes, else messages. */
export function mainResource(
  bundle: Pick<Bundle, "kind" | "dataTotalBytes" | "voiceTotalSeconds">,
): Resource {
  if (hasData(bundle)) return "data";
  return bundle.voiceTotalSeconds > 0 ? "voice" : "sms";
}

export const hasData = ({ kind, dataTotalBytes }: Pick<Bundle, "kind" | "dataTotalBytes">): boolean =>
  kind === "unlimited" || (dataTotalBytes ?? 0n) > 0n;

/** Bytes left at that moment; of its day where the bundle is `daily`. Null: without limit. */
export function dataLeft(bundle: Bundle, at: Date): bigint | null {
  if (bundle.kind === "unlimited") return null;
  const used = bundle.kind === "daily" && dayAt(bundle, at) > bundle.dayIndex ? 0n : bundle.dataUsedBytes;
  return atLeastNothing((bundle.dataTotalBytes ?? 0n) - used);
}

export const voiceLeft = (bundle: Bundle): number =>
  Math.max(0, bundle.voiceTotalSeconds - bundle.voiceUsedSeconds);

export const smsLeft = (bundle: Bundle): number => Math.max(0, bundle.smsTotal - bundle.smsUsed);

/** Days of 24 h that it runs. */
export const dayCount = ({ durationSeconds }: Pick<Bundle, "durationSeconds">): number =>
  Math.max(1, Math.ceil((durationSeconds * 1000) / DAY_MS));

/** Which of its days a moment falls into, counted from 0 and kept within them. */
export function dayAt(bundle: Pick<Bundle, "startsAt" | "durationSeconds">, at: Date): number {
  if (!bundle.startsAt) return 0;
  const day = Math.floor((at.getTime() - bundle.startsAt.getTime()) / DAY_MS);
  return Math.min(Math.max(0, day), dayCount(bundle) - 1);
}

/**
 * Whether nothing of `mainResource` is left nor will come: a `daily` one has that only on its last day, an
 * `unlimited` one never.
 */
export function isSpent(bundle: Bundle): boolean {
  switch (mainResource(bundle)) {
    case "data":
      if (bundle.kind === "unlimited" || bundle.dataUsedBytes < (bundle.dataTotalBytes ?? 0n)) return false;
      return bundle.kind !== "daily" || bundle.dayIndex >= dayCount(bundle) - 1;
    case "voice":
      return voiceLeft(bundle) === 0;
    case "sms":
      return bundle.smsTotal > 0 && smsLeft(bundle) === 0;
  }
}

const isUsedUp = (bundle: Bundle): boolean =>
  isSpent(bundle) && voiceLeft(bundle) === 0 && smsLeft(bundle) === 0;

/** Whether together they work in each of these countries. */
export function coverAll(
  bundles: readonly Pick<Bundle, "countries">[],
  countries: readonly string[],
): boolean {
  const covered = new Set(bundles.flatMap((bundle) => bundle.countries));
  return covered.has(EVERYWHERE) || countries.every((country) => covered.has(country));
}

const atLeastNothing = (bytes: bigint): bigint => (bytes > 0n ? bytes : 0n);
