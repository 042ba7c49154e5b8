import { DAY_MS } from "../../src/domain/plan.ts";

/** A person's use by the hour, made up from a seed: the same one always becomes the same trace. */
export interface Trace {
  /** Bytes of each hour from `start` on. */
  hours: number[];
  start: number;
}

export type Habit =
  | "steady"
  | "night owl"
  | "weekends"
  | "office hours"
  | "bursts"
  | "one big download"
  | "new habit";

export const habits: Habit[] = [
  "steady",
  "night owl",
  "weekends",
  "office hours",
  "bursts",
  "one big download",
  "new habit",
];

const HOUR_MS = 60 * 60 * 1000;
const MB = 1024 ** 2;
const DAYS = 40;

const evening = [3, 2, 1, 0, 0, 1, 4, 9, 10, 9, 10, 11, 14, 12, 11, 11, 12, 14, 17, 18, 19, 17, 12, 7];
const night = [18, 19, 17, 12, 7, 3, 2, 1, 0, 0, 1, 4, 9, 10, 9, 10, 11, 14, 12, 11, 11, 12, 14, 17];
const office = [0, 0, 0, 0, 0, 0, 1, 6, 9, 14, 15, 15, 18, 15, 14, 14, 14, 12, 7, 2, 1, 1, 0, 0];

/** Forty days of somebody who uses about `dayMb` a day, by a clock `offsetHours` ahead of UTC. */
export function trace(
  habit: Habit,
  options: { seed: number; dayMb: number; start: number; offsetHours: number },
): Trace {
  const { dayMb, start, offsetHours } = options;
  const random = randomFrom(options.seed);
  const shape = habit === "night owl" ? night : habit === "office hours" ? office : evening;
  const whole = shape.reduce((total, share) => total + share, 0);
  const hours: number[] = [];
  for (let day = 0; day <= DAYS; day++) {
    const session = random() < 0.45 ? 8 + Math.floor(random() * 14) : -1;
    const ofDay = dayMb * MB * lognormal(random, habit === "steady" ? 0.2 : 0.35) * dayFactor(habit, day);
    for (let hour = 0; hour < 24; hour++) {
      const at = start + day * DAY_MS + hour * HOUR_MS;
      const local = new Date(at + offsetHours * HOUR_MS);
      const weekend = [0, 6].includes(local.getUTCDay());
      const share = (shape[local.getUTCHours()]! / whole) * lognormal(random, 0.6);
      let amount = ofDay * share * weekendFactor(habit, weekend);
      if (habit === "bursts") amount = amount * 0.4 + (hour === session ? dayMb * MB * 1.2 : 0);
      hours.push(amount);
    }
  }
  if (habit === "one big download") hours[2 * 24 + 12]! += 4 * dayMb * MB;
  return { hours, start };
}

function dayFactor(habit: Habit, day: number): number {
  return habit === "new habit" && day >= 4 ? 2 : 1;
}

function weekendFactor(habit: Habit, weekend: boolean): number {
  if (habit === "weekends") return weekend ? 2 : 0.6;
  if (habit === "office hours") return weekend ? 0.15 : 1.3;
  return 1;
}

/** When so much was used up, counted from the beginning. */
export function usedUpAt({ hours, start }: Trace, quota: number): number {
  let left = quota;
  for (const [index, amount] of hours.entries()) {
    if (amount >= left) return start + (index + left / amount) * HOUR_MS;
    left -= amount;
  }
  return Number.POSITIVE_INFINITY;
}

/** Numbers from 0 to 1 that are the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Around 1, with this spread of its logarithm. */
function lognormal(random: () => number, spread: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.exp(normal * spread - spread ** 2 / 2);
}
