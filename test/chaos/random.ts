/** Chance that can be called again: the same seed throws the same dice. */
export interface Dice {
  /** True with this probability. */
  chance(probability: number): boolean;
  /** At least `least`, below `most`. */
  between(least: number, most: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** One of several, each as likely as its weight says. */
  weighted<Item>(choices: readonly (readonly [weight: number, item: Item])[]): Item;
  /** Dice of somebody's own, so that one who throws more often does not change the luck of the others. */
  fork(): Dice;
}

export function createDice(seed: number): Dice {
  let state = seed >>> 0;

  // mulberry32: small, fast, and good enough to be unfair to everybody alike.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  return {
    chance: (probability) => next() < probability,
    between: (least, most) => least + next() * (most - least),
    pick: (items) => items[Math.floor(next() * items.length)]!,
    weighted(choices) {
      let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, item] of choices) {
        left -= weight;
        if (left < 0) return item;
      }
      return choices.at(-1)![1];
    },
    fork: () => createDice(Math.floor(next() * 2 ** 32)),
  };
}
