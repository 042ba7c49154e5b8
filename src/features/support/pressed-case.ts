import type { BotContext } from "../../bot/context.ts";
import { answerButton } from "../../bot/show.ts";
import { fromShortId } from "../../domain/short-id.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { FindCustomer } from "../../use-cases/support/find-customer.ts";
import type { ReadTicket, TicketMention } from "../../use-cases/support/read-ticket.ts";
import type { WhoActs } from "./who-acts.ts";

/** The case that a button or a command is about, for an agent only; whoever may not hears why. */
export function createPressedCase(deps: {
  language: Localizer;
  whoActs: WhoActs;
  findCustomer: FindCustomer;
  readTicket: ReadTicket;
}) {
  const { language, whoActs, findCustomer, readTicket } = deps;

  return {
    /** Of a button with the ticket's short id, which must belong to the customer of the topic it stands in. */
    async ofButton(ctx: BotContext, id: string): Promise<TicketMention | undefined> {
      if (!(await whoActs.isAgent(ctx))) return refuse(ctx, "desk.outside");
      const ticketId = fromShortId(id);
      const ticket = ticketId ? await readTicket(ticketId) : undefined;
      const threadId = ctx.callbackQuery?.message?.message_thread_id;
      const here = await findCustomer({ threadId, replyTo: undefined });
      if (!ticket || (here !== undefined && here !== ticket.chatId)) return refuse(ctx, "desk.stale");
      return ticket;
    },

    /** Of the topic in which a command was typed. */
    async ofCommand(ctx: BotContext): Promise<TicketMention | undefined> {
      const { message_thread_id: threadId, reply_to_message: answered } = ctx.message!;
      const chatId = await findCustomer({ threadId, replyTo: answered?.message_id });
      const ticket = chatId === undefined ? undefined : await readTicket({ chatId });
      return ticket && (await whoActs.isAgent(ctx)) ? ticket : undefined;
    },
  };

  async function refuse(ctx: BotContext, key: "desk.outside" | "desk.stale"): Promise<undefined> {
    await answerButton(ctx, language.text(key), true);
  }
}

export type PressedCase = ReturnType<typeof createPressedCase>;
