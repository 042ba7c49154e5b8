import { type Bundle, dataLeft, dayAt, isSpent, type Resource, smsLeft, voiceLeft } from "./bundle.ts";
import { settleBundles } from "./bundle-start.ts";
import { covers } from "./plan.ts";

export interface Usage {
  resource: Resource;
  /** Bytes, seconds or messages. */
  amount: bigint;
  at: Date;
  /** Absent: wherever it was, any bundle in force pays. */
  country?: string;
}

/**
 * Drains what was in force at that moment and covers the country, the one that expires first before the
 * others; what a used-up bundle could not give comes from the one that waited for it. `drained` is what
 * found a bundle to pay for it: the rest is recorded nowhere.
 *
 * Bundles without a change are handed back as they are. Usages of a card must come in the order of time.
 */
export function drainBundles(
  bundles: readonly Bundle[],
  usage: Usage,
): { bundles: Bundle[]; drained: bigint } {
  let current = settleBundles(bundles, usage.at);
  let rest = usage.amount;
  for (let payer = payerOf(current, usage); rest > 0n && payer; payer = payerOf(current, usage)) {
    const available = availableIn(payer, usage);
    const taken = available === null || available > rest ? rest : available;
    const paid = take(payer, usage, taken);
    current = settleBundles(
      current.map((bundle) => (bundle === payer ? paid : bundle)),
      usage.at,
    );
    rest -= taken;
  }
  return { bundles: current, drained: usage.amount - rest };
}

function payerOf(bundles: readonly Bundle[], usage: Usage): Bundle | undefined {
  const payers = bundles.filter((bundle) => {
    const inForce = bundle.startsAt && bundle.startsAt <= usage.at && usage.at < bundle.expiresAt!;
    if (!inForce || (usage.country !== undefined && !covers(bundle.countries, usage.country))) return false;
    const available = availableIn(bundle, usage);
    return available === null || available > 0n;
  });
  return payers.sort((a, b) => +a.expiresAt! - +b.expiresAt! || +a.createdAt - +b.createdAt)[0];
}

/** Null: as much as there may come. */
function availableIn(bundle: Bundle, { resource, at }: Usage): bigint | null {
  switch (resource) {
    case "data":
      // Of a day that is over no figures are kept: its late usage is not charged to another day.
      if (bundle.kind === "daily" && dayAt(bundle, at) < bundle.dayIndex) return null;
      return dataLeft(bundle, at);
    case "voice":
      return BigInt(voiceLeft(bundle));
    case "sms":
      return BigInt(smsLeft(bundle));
  }
}

function take(bundle: Bundle, { resource, at }: Usage, amount: bigint): Bundle {
  const used = { ...bundle };
  switch (resource) {
    case "data": {
      if (bundle.kind === "daily") {
        const day = dayAt(bundle, at);
        if (day < bundle.dayIndex) return used;
        if (day > bundle.dayIndex) Object.assign(used, { dayIndex: day, dataUsedBytes: 0n });
      }
      used.dataUsedBytes += amount;
      break;
    }
    case "voice":
      used.voiceUsedSeconds += Number(amount);
      break;
    case "sms":
      used.smsUsed += Number(amount);
      break;
  }
  if (isSpent(used) && !isSpent(bundle)) used.usedUpAt = at;
  return used;
}
