import type { Database } from "../../db/database.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import { ticketNewsView } from "../../views/support.ts";

/** Tells a customer that a human has joined or left, in the words of the moment. */
export function createComposeTicketNews(deps: { database: Database; languages: Languages }) {
  const { database, languages } = deps;

  return async function composeTicketNews(
    _chatId: bigint,
    { ticketId, news, agent, what }: Extract<Notice, { type: "ticket_news" }>,
  ): Promise<Delivery | undefined> {
    const ticket = await database.prisma.ticket.findUnique({
      where: { id: ticketId },
      include: { chat: true, agent: true },
    });
    if (!ticket) return undefined;
    // Opened again before it was said that it is closed.
    if (news === "left" && ticket.status !== "closed") return undefined;
    const language = languages.in(languages.resolve(ticket.chat));
    const name = agent ?? ticket.agent?.name ?? null;
    return {
      message: ticketNewsView(language, news, { ticketId, number: ticket.number, agent: name, what }),
    };
  };
}
