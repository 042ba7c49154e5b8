import { Composer } from "grammy";
import type { Message } from "grammy/types";
import { plainText } from "../../bot/arrival.ts";
import type { BotContext } from "../../bot/context.ts";
import { answerButton } from "../../bot/show.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { CloseTicket } from "../../use-cases/support/close-ticket.ts";
import type { FindCustomer } from "../../use-cases/support/find-customer.ts";
import type { HearAgent } from "../../use-cases/support/hear-agent.ts";
import type { NameAgent } from "../../use-cases/support/name-agent.ts";
import type { ReadTicket, TicketMention } from "../../use-cases/support/read-ticket.ts";
import type { ReopenTicket } from "../../use-cases/support/reopen-ticket.ts";
import type { SwitchInternal } from "../../use-cases/support/switch-internal.ts";
import type { TakeTicket } from "../../use-cases/support/take-ticket.ts";
import { readIncoming } from "./incoming.ts";
import type { Membership } from "./membership.ts";
import type { PressedCase } from "./pressed-case.ts";
import { agentOf, type WhoActs } from "./who-acts.ts";

export interface DeskFeatureDeps {
  language: Localizer;
  /** Whether a chat is the support group, also under its newer id. */
  isDesk(chatId: bigint): boolean;
  /** What makes a line stay among the agents. */
  internalPrefix: string;
  membership: Pick<Membership, "forget">;
  whoActs: WhoActs;
  pressedCase: PressedCase;
  /** What agents do about a case and its orders. */
  actions: Composer<BotContext>[];
  findCustomer: FindCustomer;
  readTicket: ReadTicket;
  hearAgent: HearAgent;
  takeTicket: TakeTicket;
  closeTicket: CloseTicket;
  reopenTicket: ReopenTicket;
  switchInternal: SwitchInternal;
  /** Keeps that a topic was closed or opened by hand. */
  keepDoor(chatId: bigint, closed: boolean): Promise<void>;
  nameAgent: NameAgent;
  groupMoved(from: bigint, to: bigint): Promise<void>;
}

/** The agents' side of the desk: what is written in a customer's topic goes to the customer. */
export function createDesk(deps: DeskFeatureDeps): Composer<BotContext> {
  const { language, internalPrefix, membership, findCustomer, readTicket } = deps;
  const { isAgent } = deps.whoActs;
  const everywhere = new Composer<BotContext>();
  const desk = everywhere.filter((ctx) => ctx.chat !== undefined && deps.isDesk(BigInt(ctx.chat.id)));

  desk.on("message:migrate_to_chat_id", (ctx) =>
    deps.groupMoved(BigInt(ctx.chat.id), BigInt(ctx.message.migrate_to_chat_id)),
  );
  desk.on("chat_member", (ctx) => membership.forget(ctx.chatMember.new_chat_member.user.id));
  desk.on("message:forum_topic_closed", (ctx) => followDoor(ctx, "closed"));
  desk.on("message:forum_topic_reopened", (ctx) => followDoor(ctx, "open"));
  desk.on("message:text").command("name", nameSelf);
  desk.on("message:text").command(["take", "close", "reopen"], async (ctx) => {
    const ticket = await ticketHere(ctx);
    const action = ctx.message.text.slice(1).split(/[\s@]/)[0] as "take" | "close" | "reopen";
    if (ticket && (await isAgent(ctx))) await say(ctx, { text: await act(ctx, action, ticket) });
  });
  desk.use(...deps.actions);
  desk.on("message", relayOrSay);
  desk.callbackQuery(/^desk:(take|close|reopen|internal|open):([\w-]{22})$/, async (ctx) => {
    const [, action, id] = ctx.match as unknown as [string, DeskAction, string];
    const ticket = await deps.pressedCase.ofButton(ctx, id);
    if (ticket) await answerButton(ctx, await act(ctx, action, ticket));
  });
  desk.callbackQuery(/^desk:send:([\w-]{22})$/, sendAfterAll);
  desk.on("callback_query", (ctx) => answerButton(ctx, language.text("desk.stale")));
  // Nothing else in this group is for the bot, and it does not say that it works in private.
  desk.use(() => {});
  return everywhere;

  /** Whoever wrote it would believe that the customer reads it. */
  async function relayOrSay(ctx: BotContext): Promise<void> {
    try {
      await relay(ctx);
    } catch (error) {
      await say(ctx, { text: language.html("desk.notSent") }).catch(() => {});
      throw error;
    }
  }

  async function relay(ctx: BotContext): Promise<void> {
    const message = ctx.message!;
    const incoming = readIncoming(message);
    if (!incoming || isInternal(message) || message.text?.startsWith("/")) return;
    const chatId = await findCustomer({
      threadId: message.message_thread_id,
      replyTo: incoming.content.replyTo,
    });
    if (chatId === undefined) return leftoverTopic(ctx);
    if (!(await isAgent(ctx))) return;
    const heard = await deps.hearAgent(chatId, agentOf(ctx), incoming);
    if (heard.type !== "closed") return;
    await say(ctx, {
      text: language.html("desk.closedWriting", { number: heard.number }),
      keyboard: [
        [{ text: language.text("desk.button.send"), callbackData: `desk:send:${shortId(heard.ticketId)}` }],
      ],
    });
  }

  /** The agent's message that the pressed button's message answers is sent once the ticket is open again. */
  async function sendAfterAll(ctx: BotContext): Promise<void> {
    const ticket = await deps.pressedCase.ofButton(ctx, ctx.callbackQuery!.data!.split(":")[2]!);
    if (!ticket) return;
    const pressed = ctx.callbackQuery!.message as Message | undefined;
    const written = pressed?.reply_to_message;
    const incoming = written && readIncoming(written as Message);
    if (!incoming) return answerButton(ctx, language.text("desk.stale"));
    await deps.reopenTicket(ticket.id);
    await deps.hearAgent(ticket.chatId, agentOf(ctx), incoming);
    await answerButton(ctx, language.text("desk.reopenedToast"));
    await ctx.editMessageReplyMarkup({ reply_markup: { inline_keyboard: [] } }).catch(() => {});
  }

  async function act(ctx: BotContext, action: DeskAction, ticket: TicketMention): Promise<string> {
    const agent = agentOf(ctx);
    switch (action) {
      case "take": {
        const taken = await deps.takeTicket(ticket.id, agent);
        return language.text(taken.ok ? "desk.taken" : "desk.alreadyClosed");
      }
      case "close": {
        const { name } = await deps.nameAgent(agent, "");
        const closed = await deps.closeTicket(ticket.id, { who: "agent", name });
        return language.text(closed ? "desk.closedToast" : "desk.alreadyClosed");
      }
      case "reopen": {
        const reopened = await deps.reopenTicket(ticket.id);
        return language.text(reopened.ok ? "desk.reopenedToast" : "desk.stale");
      }
      case "internal":
      case "open":
        await deps.switchInternal(ticket.chatId, action === "internal");
        return language.text(action === "internal" ? "desk.internal" : "desk.external");
    }
  }

  /** A topic that is closed or opened by hand is a ticket that is. */
  async function followDoor(ctx: BotContext, door: "closed" | "open"): Promise<void> {
    if (ctx.from?.id === ctx.me.id) return;
    const ticket = await ticketHere(ctx);
    if (!ticket || !(await isAgent(ctx))) return;
    await deps.keepDoor(ticket.chatId, door === "closed");
    await act(ctx, door === "closed" ? "close" : "reopen", ticket);
  }

  async function nameSelf(ctx: BotContext): Promise<void> {
    if (!(await isAgent(ctx))) return;
    const { name, changed } = await deps.nameAgent(agentOf(ctx), plainText(String(ctx.match ?? "")));
    await say(ctx, { text: language.html(changed ? "desk.named" : "desk.nameHow", { name }) });
  }

  async function ticketHere(ctx: BotContext): Promise<TicketMention | undefined> {
    const { message_thread_id: threadId, reply_to_message: answered } = ctx.message!;
    const chatId = await findCustomer({ threadId, replyTo: answered?.message_id });
    return chatId === undefined ? undefined : readTicket({ chatId });
  }

  /** A topic that the bot made and lost in the moment of its death. */
  async function leftoverTopic(ctx: BotContext): Promise<void> {
    const { message_thread_id: threadId, reply_to_message: beginning } = ctx.message!;
    const isOwn = beginning?.forum_topic_created && beginning.from?.id === ctx.me.id;
    if (!isOwn || threadId === undefined) return;
    await say(ctx, { text: language.html("desk.leftover") });
    await ctx.api.closeForumTopic(ctx.chat!.id, threadId).catch(() => {});
  }

  function isInternal({ text, caption }: Message): boolean {
    return (text ?? caption ?? "").trimStart().startsWith(internalPrefix);
  }

  /** In the topic, under the message that it answers. */
  async function say(ctx: BotContext, view: RenderedMessage): Promise<void> {
    const message = ctx.message!;
    await ctx.api.sendMessage(message.chat.id, view.text, {
      parse_mode: "HTML",
      ...(message.is_topic_message && { message_thread_id: message.message_thread_id! }),
      reply_parameters: { message_id: message.message_id, allow_sending_without_reply: true },
      reply_markup: {
        inline_keyboard: (view.keyboard ?? []).map((row) =>
          row.flatMap((button) =>
            "callbackData" in button ? [{ text: button.text, callback_data: button.callbackData }] : [],
          ),
        ),
      },
    });
  }
}

type DeskAction = "take" | "close" | "reopen" | "internal" | "open";
