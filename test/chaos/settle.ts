import { setTimeout as pause } from "node:timers/promises";
import type { StillOpen } from "./bot.ts";
import type { BotProcess } from "./bot-process.ts";
import type { Outside } from "./outside.ts";
import type { Supervisor } from "./supervisor.ts";

const MINUTE_MS = 60_000;
/** Past the pauses of every kind: between tries at the carrier, between questions to the provider. */
const SKIPS_MINUTES = [3, 12, 65, 65, 65, 180, 180];
const LOOK_EVERY_MS = 500;
const QUIET_AFTER_MS = 25_000;

/**
 * After the storm: banks decide, hours pass, and the bot does what is still to be done. Ends when nothing is open or the time for it is over; the verdict tells which.
 */
export async function settle(deps: {
  bot: BotProcess;
  supervisor: Supervisor;
  outside: Outside;
  mostMs: number;
}): Promise<void> {
  const { bot, supervisor, outside, mostMs } = deps;
  const { checkout } = outside;
  const end = Date.now() + mostMs;
  for (let round = 0; Date.now() < end; round++) {
    await quiet(Math.min(end, Date.now() + QUIET_AFTER_MS));
    if (isOver(await bot.stillOpen()) && round >= 3) break;
    const ms = SKIPS_MINUTES[Math.min(round, SKIPS_MINUTES.length - 1)]! * MINUTE_MS;
    await supervisor.skip(ms);
    await settleRefunds();
  }

  /** Until there is nothing that could be done at this time of the day. */
  async function quiet(until: number): Promise<void> {
    await outside.botApi.idle();
    let before = "";
    while (Date.now() < until) {
      await Promise.race([checkout.idle(), pause(LOOK_EVERY_MS, undefined, { ref: false })]);
      const open = await bot.stillOpen();
      if (isOver(open)) return;
      const now = JSON.stringify(open);
      if (now === before && open.jobs === 0) return;
      before = now;
      await pause(LOOK_EVERY_MS);
    }
  }

  /** What waited at a bank has arrived by now, or never will. */
  async function settleRefunds(): Promise<void> {
    for (const { id, status } of checkout.refunds()) {
      if (status === "pending") await checkout.settleRefund(id, "succeeded");
    }
  }
}

const isOver = ({ orders, notices, jobs }: StillOpen) => orders === 0 && notices === 0 && jobs === 0;
