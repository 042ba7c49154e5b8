import type { DeskDeps } from "./desk.ts";
import type { DueRelay } from "./due-relays.ts";
import { queueNote } from "./queue-relay.ts";
import { sayNextTurn } from "./relay-turns.ts";

export type Undelivered = "blocked" | "refused";

/**
 * Tells whoever wrote it that it did not arrive. What Telegram refuses is dealt with; what somebody who
 * blocked the bot missed waits for their return.
 */
export function createReportUndelivered({ database, clock, supportChatId }: DeskDeps) {
  return async function reportUndelivered(rows: readonly DueRelay[], why: Undelivered): Promise<void> {
    const [first] = rows;
    if (!first || supportChatId === undefined) return;
    const now = clock.now();
    const { chatId, ticketId, toDesk } = first;
    await database.transact(async (unit) => {
      if (why === "refused") {
        const ids = rows.map(({ id }) => id);
        await unit.tx.relayedMessage.updateMany({
          where: { id: { in: ids } },
          data: { deliveredAt: now },
        });
        // The notice that brought it stood for everything behind it as well.
        await sayNextTurn(unit, first, supportChatId);
      }
      if (!toDesk) {
        await queueNote(unit, { ticketId, chatId, supportChatId, now }, { type: "not_delivered", why });
      } else if (first.kind !== "note") {
        const news = { type: "ticket_news" as const, ticketId, news: "not_relayed" as const };
        await unit.say(chatId, { ...news, what: first.content.what }, `relay-refused:${first.id}`);
      }
    });
  };
}

export type ReportUndelivered = ReturnType<typeof createReportUndelivered>;
