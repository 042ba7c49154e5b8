import type { Dice } from "./random.ts";

/** Decides who is hit by what, and counts it. */
export interface Weather {
  /** One of the troubles, or none: each has its own probability. Calm weather has none. */
  strikes<Trouble extends string>(
    troubles: readonly (readonly [probability: number, Trouble])[],
  ): Trouble | undefined;
  /** Something else that happened and belongs into the report. */
  count(what: string, times?: number): void;
  /** From now on nothing goes wrong any more. */
  calm(): void;
  readonly isCalm: boolean;
  counts(): ReadonlyMap<string, number>;
}

export function createWeather(dice: Dice): Weather {
  const countByName = new Map<string, number>();
  let isCalm = false;
  const count = (what: string, times = 1) => void countByName.set(what, (countByName.get(what) ?? 0) + times);

  return {
    strikes(troubles) {
      if (isCalm) return undefined;
      const calmly = 1 - troubles.reduce((sum, [probability]) => sum + probability, 0);
      const trouble = dice.weighted([...troubles, [calmly, undefined]]);
      if (trouble) count(trouble);
      return trouble;
    },
    count,
    calm() {
      isCalm = true;
    },
    get isCalm() {
      return isCalm;
    },
    counts: () => countByName,
  };
}
