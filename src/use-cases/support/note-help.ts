import type { HelpWithOrder } from "../../domain/relay.ts";
import type { DeskDeps } from "./desk.ts";
import { queueNote, refreshCard } from "./queue-relay.ts";

/** Tells the agents of a case who did what about an order, and has the card show what came of it. */
export function createNoteHelp({ database, clock, supportChatId }: DeskDeps) {
  return async function noteHelp(
    { id: ticketId, chatId }: { id: string; chatId: bigint },
    help: { what: HelpWithOrder; by: string; number: string },
  ): Promise<void> {
    if (supportChatId === undefined) return;
    const route = { ticketId, chatId, supportChatId, now: clock.now() };
    await database.transact(async (unit) => {
      await queueNote(unit, route, { type: "helped", ...help });
      await refreshCard(unit, { ...route, cause: `helped:${ticketId}:${+route.now}` });
    });
  };
}
