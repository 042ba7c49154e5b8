import type { Middleware } from "grammy";
import type { BotContext } from "./context.ts";

/** Telegram sends again within minutes; far more than arrive in those. */
const REMEMBERED = 10_000;

/**
 * Telegram sends an update again when it heard no answer in time. While the first is under way the second
 * waits for its end, so that neither is confirmed too early; afterwards it is let go. This remembers what
 * came to this process; for talks `turns.ts` asks the database as well.
 */
export function onlyOnce(): Middleware<BotContext> {
  const underWay = new Map<number, Promise<void>>();
  const done = new Set<number>();

  return async (ctx, next) => {
    const id = ctx.update.update_id;
    const first = underWay.get(id);
    if (first) return first;
    if (done.has(id)) return;
    const work = next();
    underWay.set(id, work);
    try {
      await work;
      done.add(id);
      if (done.size > REMEMBERED) done.delete(done.values().next().value!);
    } finally {
      underWay.delete(id);
    }
  };
}
