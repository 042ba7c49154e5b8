import { type AgentSeen, knowAgent } from "./agents.ts";
import { closeLocked } from "./close-ticket.ts";
import type { DeskDeps } from "./desk.ts";
import { lockOpenTicket } from "./lock-ticket.ts";
import { queueNote, refreshCard } from "./queue-relay.ts";

/**
 * The desk takes nothing more from a chat, or does again. The customer is told once; payment news and
 * everything else of the bot still arrive. Answers whether that changed anything.
 */
export function createBlockCustomer({ database, clock, supportChatId }: DeskDeps) {
  return async function blockCustomer(
    ticketId: string,
    agentSeen: AgentSeen,
    blocked: boolean,
  ): Promise<boolean> {
    if (supportChatId === undefined) return false;
    const now = clock.now();
    return database.transact(async (unit) => {
      const { tx } = unit;
      const { chatId } = await tx.ticket.findUniqueOrThrow({ where: { id: ticketId } });
      const { count } = await tx.chat.updateMany({
        where: { id: chatId, deskBlockedAt: blocked ? null : { not: null } },
        data: { deskBlockedAt: blocked ? now : null },
      });
      if (count === 0) return false;
      const { name } = await knowAgent(tx, agentSeen, now);
      const route = { ticketId, chatId, supportChatId, now };
      await queueNote(unit, route, { type: blocked ? "desk_blocked" : "desk_unblocked", by: name });
      const open = await lockOpenTicket(tx, chatId);
      if (blocked && open) {
        await closeLocked(unit, open, { who: "agent", name }, { supportChatId, now, quiet: true });
      }
      if (blocked) {
        const news = { type: "ticket_news" as const, ticketId, news: "blocked" as const };
        await unit.say(chatId, news, `ticket:${ticketId}:blocked:${+now}`);
      }
      await refreshCard(unit, { ...route, cause: `blocked:${ticketId}:${+now}` });
      return true;
    });
  };
}

export type BlockCustomer = ReturnType<typeof createBlockCustomer>;
