import { REOPEN_WITHIN_MS } from "../../domain/ticket.ts";
import type { DeskDeps } from "./desk.ts";
import { createFindCounterpart } from "./due-relays.ts";
import type { HearCustomer } from "./hear-customer.ts";
import type { Incoming } from "./queue-relay.ts";
import type { ReopenTicket } from "./reopen-ticket.ts";

/**
 * Somebody has more to say after their ticket was closed: an answer to what a human wrote opens it again at
 * any time, anything else within a day. Answers whether it did.
 */
export function createReopenByWriting(
  deps: DeskDeps & { reopenTicket: ReopenTicket; hearCustomer: HearCustomer },
) {
  const { database, clock, supportChatId, reopenTicket, hearCustomer } = deps;
  const findCounterpart = createFindCounterpart({ database });

  return async function reopenByWriting(
    chatId: bigint,
    closed: { id: string; closedAt: Date },
    incoming: Incoming,
    options: { answersOnly: boolean },
  ): Promise<boolean> {
    if (supportChatId === undefined) return false;
    const blocked = { id: chatId, deskBlockedAt: { not: null } };
    if ((await database.prisma.chat.count({ where: blocked })) > 0) return false;
    const answered = incoming.content.replyTo;
    const isAnswer =
      answered !== undefined && (await findCounterpart(chatId, "customer", answered)) !== undefined;
    const isFresh = +clock.now() - +closed.closedAt < REOPEN_WITHIN_MS;
    if (!isAnswer && (options.answersOnly || !isFresh)) return false;
    const reopened = await reopenTicket(closed.id);
    if (!reopened.ok) return false;
    await hearCustomer(chatId, incoming);
    return true;
  };
}

export type ReopenByWriting = ReturnType<typeof createReopenByWriting>;
