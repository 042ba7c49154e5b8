import type { Clock } from "../../src/ports/clock.ts";

/** Runs with real time from a fixed moment, and jumps when told to. */
export interface TestClock extends Clock {
  advance(ms: number): void;
}

export function createTestClock(start: string): TestClock {
  let offset = Date.parse(start) - Date.now();
  return {
    now: () => new Date(Date.now() + offset),
    advance: (ms) => {
      offset += ms;
    },
  };
}
