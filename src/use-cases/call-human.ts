import type { Database } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";

/** `known`: a human was told of it a short while ago; `nobody`: there is no support group to tell. */
export type HumanCalled = "called" | "known" | "nobody";

/** Asking again within it tells nobody anything new. */
const PATIENCE_MS = 60 * 60_000;

/** Tells the support group that a customer asks for help with an order; once an hour for each chat and order. */
export function createCallHuman(deps: {
  database: Database;
  clock: Clock;
  log: Log;
  supportChatId: bigint | undefined;
}) {
  const { database, clock, log, supportChatId } = deps;

  return async function callHuman(chatId: bigint, orderId: string): Promise<HumanCalled> {
    if (supportChatId === undefined) return "nobody";
    const askedBy = chatId.toString();
    const hour = Math.floor(clock.now().getTime() / PATIENCE_MS);
    const notice = { type: "order_alert" as const, orderId, reason: "help_wanted" as const, askedBy };
    const said = await database.transact(({ say }) =>
      say(supportChatId, notice, `order-help:${orderId}:${askedBy}:${hour}`),
    );
    if (said) log.info({ orderId }, "A customer asks for a human");
    return said ? "called" : "known";
  };
}

export type CallHuman = ReturnType<typeof createCallHuman>;
