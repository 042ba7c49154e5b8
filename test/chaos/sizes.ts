import type { ChaosOptions } from "./run.ts";

/** How big a storm is; every one ends by itself. */
export const sizes = {
  full: {
    people: 220,
    orders: 1_050,
    kills: 24,
    atOnce: 40,
    mostShoppingMs: 20 * 60_000,
    mostSettlingMs: 5 * 60_000,
  },
  /** About a minute. */
  quick: {
    people: 40,
    orders: 100,
    kills: 3,
    atOnce: 12,
    mostShoppingMs: 90_000,
    mostSettlingMs: 90_000,
  },
} satisfies Record<string, Omit<ChaosOptions, "seed">>;
