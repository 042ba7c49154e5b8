import { setTimeout as delay } from "node:timers/promises";
import type { Bot } from "grammy";
import type { Update } from "grammy/types";
import { inTurn } from "../db/embedded.ts";
import type { Log } from "../ports/log.ts";
import { describe } from "./boundary.ts";
import type { BotContext } from "./context.ts";
import { allowedUpdates } from "./profile.ts";

/** How long the next batch waits for stragglers of this one. */
const PATIENCE_MS = 3_000;
const PAUSE_AFTER_FAILURE_MS = 1_000;

export interface Polling {
  /** Takes no more updates, and resolves when those under way were dealt with. */
  stop(): Promise<void>;
}

/**
 * Fetches updates and handles chats side by side, each chat's in order. Asking for the next batch confirms
 * the last one, so that waits until the batch was dealt with: an update is lost only if the process is
 * killed while that very update takes longer than three seconds. One of which nobody could be told that it
 * failed is asked for again.
 */
export function startPolling(bot: Bot<BotContext>, log: Log): Polling {
  const stopping = new AbortController();
  const chats = new Map<number, Promise<unknown>>();
  const underWay = new Set<Promise<void>>();

  async function poll(): Promise<void> {
    let offset: number | undefined;
    let failed: number | undefined;
    while (!stopping.signal.aborted) {
      const updates = await bot.api
        .getUpdates(
          { offset, timeout: 30, limit: 100, allowed_updates: allowedUpdates },
          stopping.signal as never,
        )
        .catch(async (error: unknown) => {
          if (stopping.signal.aborted) return [];
          log.warn({ err: describe(error) }, "Updates could not be fetched");
          await pause();
          return [];
        });
      for (const update of updates) {
        const work = inTurn(chats, chatOf(update), () => bot.handleUpdate(update))
          .catch(() => {
            failed = Math.min(failed ?? update.update_id, update.update_id);
          })
          .finally(() => underWay.delete(work));
        underWay.add(work);
        offset = update.update_id + 1;
      }
      await settled(underWay, PATIENCE_MS);
      if (failed !== undefined) {
        offset = failed;
        failed = undefined;
        await pause();
      }
    }
    // What was fetched last is confirmed, or it would all come again at the next start.
    if (offset !== undefined) await bot.api.getUpdates({ offset, timeout: 0, limit: 1 }).catch(() => {});
  }

  const pause = () => delay(PAUSE_AFTER_FAILURE_MS, undefined, { signal: stopping.signal }).catch(() => {});

  const polling = poll();
  return {
    async stop() {
      stopping.abort();
      await polling;
      await Promise.allSettled(underWay);
    },
  };
}

const chatOf = (update: Update): number =>
  (update.message ?? update.edited_message ?? update.my_chat_member ?? update.message_reaction)?.chat.id ??
  (update.callback_query ?? update.inline_query)?.from.id ??
  0;

async function settled(work: Set<Promise<void>>, ms: number): Promise<void> {
  const patience = new AbortController();
  await Promise.race([
    Promise.allSettled(work),
    delay(ms, undefined, { signal: patience.signal }).catch(() => {}),
  ]);
  patience.abort();
}
