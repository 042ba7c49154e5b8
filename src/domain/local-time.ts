const HOUR_MS = 60 * 60 * 1000;
/** Clocks jump at full hours, and rarely: looking four times a day misses a jump by a few hours at most. */
const LOOKED_UP_EVERY_MS = 6 * HOUR_MS;
const MOST_REMEMBERED = 20_000;

/** A moment as the clock on somebody's wall shows it: milliseconds that read like UTC's. */
export type ToLocal = (at: number) => number;

/**
 * Local time for arithmetic over many hours: exact but for the hours around a jump of the clocks. It keeps
 * its formatters, since making one costs fifty times using it.
 */
export function createLocalTime(): (timeZone: string) => ToLocal {
  const offsetsByZone = new Map<string, (at: number) => number>();

  return (timeZone) => {
    let offset = offsetsByZone.get(timeZone);
    if (!offset) {
      offset = createOffsets(timeZone);
      offsetsByZone.set(timeZone, offset);
    }
    const offsetAt = offset;
    return (at) => at + offsetAt(at);
  };
}

function createOffsets(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  const offsetByBlock = new Map<number, number>();
  return (at) => {
    const block = Math.floor(at / LOOKED_UP_EVERY_MS);
    let offset = offsetByBlock.get(block);
    if (offset === undefined) {
      if (offsetByBlock.size >= MOST_REMEMBERED) offsetByBlock.clear();
      const begin = block * LOOKED_UP_EVERY_MS;
      offset = Date.parse(`${format.format(begin).replace(" ", "T")}Z`) - begin;
      offsetByBlock.set(block, offset);
    }
    return offset;
  };
}
