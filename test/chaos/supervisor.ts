import { setTimeout as pause } from "node:timers/promises";
import type { BotKind, BotProcess } from "./bot-process.ts";
import type { Dice } from "./random.ts";
import type { Weather } from "./weather.ts";

/** Starts the bot again whenever it has ended, as a service manager does, and kills it. */
export interface Supervisor {
  start(): Promise<void>;
  /** SIGKILL at once, whatever it is doing; then it is started again. */
  strike(): Promise<void>;
  /** SIGKILL and a last start, without troubles of any kind. */
  lastStart(): Promise<void>;
  /** SIGTERM, as an operator does; answers the exit code. It is not started again. */
  stop(): Promise<number | null>;
  /** Moves the bot's clock and the one of everybody outside. */
  skip(ms: number): Promise<void>;
  /** What runs now was started by `node dist/main.js`. */
  readonly isMain: boolean;
  /** How often it was found dead although nobody had killed it. */
  readonly crashes: number;
}

/** One clock for the bot and everybody around it: real time, and what was skipped. */
export interface MovableTime {
  skippedMs: number;
  now(): Date;
}

export function createTime(): MovableTime {
  const time: MovableTime = { skippedMs: 0, now: () => new Date(Date.now() + time.skippedMs) };
  return time;
}

const MOST_STARTS = 10;

export function createSupervisor(deps: {
  bot: BotProcess;
  weather: Weather;
  dice: Dice;
  time: MovableTime;
  settings: () => Record<string, string>;
  /** Which bot the next start is. */
  kind: () => BotKind;
}): Supervisor {
  const { bot, weather, dice, time, settings, kind } = deps;
  let current: BotKind = "main";
  let crashes = 0;
  /** The process that runs, or that somebody is about to end; 0 is none. */
  let life = 0;
  let lives = 0;
  let turn: Promise<unknown> = Promise.resolve();

  /** Starts, kills and restarts happen one after the other. */
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  }

  async function launch(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      // The clock of dist/main.js cannot be moved: once time was skipped it is not used any more.
      current = time.skippedMs > 0 ? "weathered" : kind();
      const transport = dice.chance(0.25) ? "polling" : "webhook";
      weather.count(`start: ${current === "main" ? "dist/main.js" : "with movable time and weather"}`);
      weather.count(`start: ${transport}`);
      try {
        await bot.start(current, { ...settings(), TELEGRAM_TRANSPORT: transport });
        break;
      } catch (error) {
        await bot.kill();
        weather.count("start: failed, started again");
        if (attempt >= MOST_STARTS) throw error;
        await pause(300);
      }
    }
    life = ++lives;
    watch(life);
  }

  function watch(watched: number): void {
    void bot.ended().then(() =>
      inTurn(async () => {
        if (life !== watched) return;
        crashes += 1;
        await launch();
      }),
    );
  }

  async function end(): Promise<void> {
    life = 0;
    await bot.kill();
    weather.count("kill: SIGKILL");
  }

  /** Dead again before it is quite alive. */
  async function endWhileStarting(): Promise<void> {
    const starting = bot.start(current, settings()).catch(() => {});
    await pause(dice.between(200, 1_800));
    await bot.kill();
    await starting;
    weather.count("kill: SIGKILL while starting");
  }

  return {
    start: () => inTurn(launch),
    strike: () =>
      inTurn(async () => {
        await end();
        if (dice.chance(0.2)) await endWhileStarting();
        await launch();
      }),
    lastStart: () =>
      inTurn(async () => {
        weather.calm();
        await end();
        await launch();
      }),
    stop: () =>
      inTurn(() => {
        life = 0;
        return bot.stop();
      }),
    async skip(ms) {
      time.skippedMs += ms;
      await bot.skip(ms);
    },
    get isMain() {
      return current === "main";
    },
    get crashes() {
      return crashes;
    },
  };
}
