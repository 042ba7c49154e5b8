import { shorten } from "../../domain/relay.ts";
import type { DeskDeps } from "./desk.ts";
import { lockTicket } from "./lock-ticket.ts";
import { queueNote, refreshCard } from "./queue-relay.ts";

const LONGEST_WORD = 300;

/** Keeps what a customer thinks of their own closed ticket; the last answer counts. Answers whether it is theirs. */
export function createRateTicket({ database, clock, supportChatId }: DeskDeps) {
  return async function rateTicket(
    chatId: bigint,
    ticketId: string,
    said: { rating: number } | { word: string },
  ): Promise<boolean> {
    if (supportChatId === undefined) return false;
    const now = clock.now();
    return database.transact(async (unit) => {
      const data = "rating" in said ? said : { ratingWord: shorten(said.word, LONGEST_WORD) };
      const before = await lockTicket(unit.tx, ticketId);
      const isSame =
        "rating" in data ? before?.rating === data.rating : before?.ratingWord === data.ratingWord;
      const { count } = await unit.tx.ticket.updateMany({
        where: { id: ticketId, chatId, status: "closed" },
        data,
      });
      if (count === 0) return false;
      // Whoever presses twice is heard once.
      if (isSame) return true;
      const note =
        "rating" in said
          ? { type: "rated" as const, rating: said.rating }
          : { type: "rating_word" as const, text: shorten(said.word, LONGEST_WORD) };
      await queueNote(unit, { ticketId, chatId, supportChatId, now }, note);
      await refreshCard(unit, { chatId, supportChatId, cause: `rated:${ticketId}:${+now}` });
      return true;
    });
  };
}

export type RateTicket = ReturnType<typeof createRateTicket>;
