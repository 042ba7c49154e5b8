import { setTimeout as pause } from "node:timers/promises";
import type { Place } from "./place.ts";
import type { Dice } from "./random.ts";
import type { ChaosOptions } from "./run.ts";
import type { Supervisor } from "./supervisor.ts";
import type { Weather } from "./weather.ts";

const TIME_SKIPS = 4;

/** Kills and skips of time happen as the shopping goes on, so that they are spread over all of it. */
export interface Storm {
  /** Does what is due when so much of the shopping is done; the rest waits for the next call. */
  at(share: number): Promise<void>;
  /** Everybody who was to be killed has been. */
  isOver(): boolean;
  stop(): void;
}

/** Begins at once to cut the database's connections, where it has any. */
export function createStorm(deps: {
  options: ChaosOptions;
  place: Place;
  supervisor: Supervisor;
  weather: Weather;
  dice: Dice;
}): Storm {
  const { options, place, supervisor, weather, dice } = deps;
  let [kills, skips] = [0, 0];
  let stopped = false;

  const cutting = async () => {
    while (!stopped && place.cut) {
      await pause(dice.between(1_500, 6_000));
      if (stopped) return;
      weather.count("database: connections cut", await place.cut(dice.between(0.2, 1)));
    }
  };
  void cutting().catch((error: Error) => console.error(error));

  return {
    async at(share) {
      if (share >= (skips + 1) / (TIME_SKIPS + 1) && share > 0.35 && !supervisor.isMain) {
        skips += 1;
        const ms = dice.between(70, 200) * 60_000;
        // It may be dying just now: then the next start knows the time.
        await supervisor.skip(ms).catch(() => {});
        weather.count("time: skipped by an hour or three");
      }
      if (share >= (kills + dice.between(0.2, 1)) / (options.kills + 1) && kills < options.kills) {
        kills += 1;
        await pause(dice.between(0, 900));
        await supervisor.strike();
      }
    },
    isOver: () => kills >= options.kills,
    stop() {
      stopped = true;
    },
  };
}
