import { sampleCards } from "./index.ts";

/** What a sample person used in one hour: bytes or seconds. */
export interface SampleUse {
  iccid: string;
  resource: "data" | "voice";
  from: Date;
  until: Date;
  amount: bigint;
}

const HOUR_MS = 60 * 60 * 1000;
const MEGABYTE = 1024 ** 2;
/** How much falls into each hour of a day, and how busy one day is beside another. */
const HOURS = [2, 1, 0, 0, 0, 1, 4, 8, 10, 9, 10, 11, 14, 12, 11, 11, 12, 14, 17, 18, 19, 17, 12, 6];
const DAYS = [1, 0.7, 1.3, 0.9, 0.5, 1.6, 1.1];

/** How the sample people came to what they have used at that moment, by the hour: together it is just that. */
export function sampleUsage(now: Date): SampleUse[] {
  return sampleCards.flatMap(({ iccid, plan }) => {
    if (!plan) return [];
    const fullHour = Math.ceil(now.getTime() / HOUR_MS);
    const first = fullHour + plan.startsInHours;
    const last = fullHour + Math.min(-1, plan.endsInHours);
    const spread = (resource: SampleUse["resource"], total: number) =>
      spreadOver(first, last, total, Number(iccid.slice(-5))).map((use) => ({ iccid, resource, ...use }));
    return [
      ...spread("data", (plan.dataMb?.[1] ?? 0) * MEGABYTE),
      ...spread("voice", (plan.voiceMin?.[1] ?? 0) * 60),
    ];
  });
}

/** Hours are counted since 1970; the same `seed` spreads in the same way. */
function spreadOver(first: number, last: number, total: number, seed: number) {
  const hours = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  const weights = hours.map((hour) => {
    const ofDay = DAYS[(Math.floor(hour / 24) + seed) % DAYS.length]!;
    return HOURS[hour % 24]! * ofDay * (0.4 + (((hour * 7_919 + seed) % 97) / 97) * 1.2);
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let [passed, given] = [0, 0];
  return hours.flatMap((hour, index) => {
    passed += weights[index]!;
    const amount = Math.round((total * passed) / whole) - given;
    given += amount;
    const from = new Date(hour * HOUR_MS);
    return amount > 0 ? [{ from, until: new Date((hour + 1) * HOUR_MS), amount: BigInt(amount) }] : [];
  });
}
