import { type Expectation, expectAnswer } from "../../domain/ticket.ts";
import type { DeskDeps } from "./desk.ts";
import { type Case, openTicket } from "./open-ticket.ts";
import { type Incoming, queueNote, queueRelay } from "./queue-relay.ts";

/** `known`: a human was called before; `nobody`: there is no support group to tell. */
export type HumanCalled =
  | { type: "called" | "known"; number: number; expected: Expectation }
  /** An agent has joined already. */
  | { type: "here"; number: number; agent: string }
  | { type: "nobody" }
  /** The desk takes nothing from this chat any more. */
  | { type: "blocked" };

const RECENT = 20;

/** How long customers waited for their first answer lately. */
const WAITS = `
  SELECT "openedAt" AS from, "firstAnswerAt" AS to FROM "Ticket"
  WHERE "firstAnswerAt" IS NOT NULL AND called ORDER BY "openedAt" DESC LIMIT ${RECENT}`;

/**
 * Calls a human for a customer: one ticket, however often and from wherever. What they wrote goes with it.
 * Without a support group the wish is kept, so that the operator sees that somebody was needed.
 */
export function createCallHuman(deps: DeskDeps) {
  const { database, clock, log, supportChatId, rules } = deps;

  return async function callHuman(
    wanted: Omit<Case, "called">,
    message?: Incoming | undefined,
  ): Promise<HumanCalled> {
    const now = clock.now();
    const { chatId } = wanted;
    if (supportChatId === undefined) {
      await keepUnanswered(wanted, now);
      return { type: "nobody" };
    }
    const chat = await database.prisma.chat.findUnique({
      where: { id: chatId },
      select: { deskBlockedAt: true },
    });
    if (chat?.deskBlockedAt) return { type: "blocked" };
    const { ticket, isNew } = await database.transact(async (unit) => {
      const opened = await openTicket(unit, { ...wanted, called: true }, { supportChatId, rules, now });
      const route = { ticketId: opened.ticket.id, chatId, supportChatId, now };
      if (opened.isNew && !message) await queueNote(unit, route, { type: "about", about: wanted.about });
      if (message) await queueRelay(unit, { ...route, toDesk: true }, message);
      return opened;
    });
    const { number, agentId } = ticket;
    if (isNew) log.info({ ticket: number, about: wanted.about }, "A customer asks for a human");
    const agent =
      agentId === null ? null : await database.prisma.agent.findUnique({ where: { id: agentId } });
    if (agent && ticket.status === "active") return { type: "here", number, agent: agent.name };
    return { type: isNew ? "called" : "known", number, expected: await expected(now) };
  };

  async function expected(now: Date): Promise<Expectation> {
    const waits = await database.query<{ from: Date; to: Date }>("recent-waits", WAITS, []);
    return expectAnswer(rules.hours, now, waits);
  }

  async function keepUnanswered({ chatId, about, orderId, cardId }: Omit<Case, "called">, now: Date) {
    await database.prisma.ticket.create({
      data: {
        ...{ chatId, about, orderId: orderId ?? null, cardId: cardId ?? null, called: true },
        ...{ status: "closed", openedAt: now, closedAt: now, closedBy: "nobody" },
      },
    });
    log.warn({ about }, "A customer asks for a human, and there is no support group");
  }
}

export type CallHuman = ReturnType<typeof createCallHuman>;
