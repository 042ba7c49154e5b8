import { Composer } from "grammy";
import type { Message } from "grammy/types";
import { plainText } from "../../bot/arrival.ts";
import type { BotContext } from "../../bot/context.ts";
import { answerButton, reply, show } from "../../bot/show.ts";
import type { Faq } from "../../i18n/faq.ts";
import type { Languages, Localizer } from "../../i18n/localizer.ts";
import type { BlockCustomer } from "../../use-cases/support/block-customer.ts";
import type { HandOverTicket, ReadColleagues } from "../../use-cases/support/hand-over-ticket.ts";
import type { HearAgent } from "../../use-cases/support/hear-agent.ts";
import type { NoteCase } from "../../use-cases/support/note-case.ts";
import type { ReadCustomer } from "../../use-cases/support/read-customer.ts";
import type { TicketMention } from "../../use-cases/support/read-ticket.ts";
import type { SnoozeTicket } from "../../use-cases/support/snooze-ticket.ts";
import {
  answersView,
  answerView,
  blockView,
  colleaguesView,
  handedOverView,
  isSnoozeHours,
  snoozeView,
} from "../../views/desk/choices.ts";
import { readIncoming } from "./incoming.ts";
import type { Membership } from "./membership.ts";
import type { PressedCase } from "./pressed-case.ts";
import { agentOf } from "./who-acts.ts";

export interface CaseActionsDeps {
  language: Localizer;
  languages: Languages;
  faq: Pick<Faq, "entries">;
  membership: Pick<Membership, "roleOf">;
  pressedCase: PressedCase;
  readCustomer: ReadCustomer;
  readColleagues: ReadColleagues;
  handOverTicket: HandOverTicket;
  snoozeTicket: SnoozeTicket;
  noteCase: NoteCase;
  blockCustomer: BlockCustomer;
  hearAgent: HearAgent;
  /** Asks the carriers for the customer's figures, and has the card show them. */
  refreshCase(ticket: TicketMention): Promise<void>;
}

type Doing = (ctx: BotContext, ticket: TicketMention, more: string) => Promise<void>;

/** What agents do about a case: refresh, hand over, let it rest, ready answers, notes, block. */
export function createCaseActions(deps: CaseActionsDeps): Composer<BotContext> {
  const { language, pressedCase, handOverTicket, snoozeTicket, blockCustomer } = deps;
  const composer = new Composer<BotContext>();
  const doings: Record<string, Doing> = {
    refresh: async (ctx, ticket) => {
      // The carrier may take its time, and the button is to stop turning.
      await answerButton(ctx, language.text("desk.refreshing"));
      await deps.refreshCase(ticket);
    },
    give: async (ctx, ticket) => {
      await open(ctx, colleaguesView(language, ticket.id, await deps.readColleagues(agentOf(ctx).id)));
    },
    to: giveTo,
    snooze: (ctx, ticket) => open(ctx, snoozeView(language, ticket.id)),
    rest: async (ctx, ticket, more) => {
      const hours = Number(more);
      if (!isSnoozeHours(hours)) return answerButton(ctx, language.text("desk.stale"));
      const snoozed = await snoozeTicket(ticket.id, agentOf(ctx), hours);
      await conclude(ctx, language.text(snoozed.ok ? "desk.snoozed" : "desk.alreadyClosed"));
    },
    answers: async (ctx, ticket, more) => {
      const entries = await answersFor(ticket);
      const view = answersView(language, ticket.id, entries, Number(more) || 0);
      await (more === "" ? open(ctx, view) : show(ctx, view));
    },
    answer: async (ctx, ticket, more) => {
      const entry = (await answersFor(ticket))[Number(more)];
      if (!entry) return answerButton(ctx, language.text("desk.stale"));
      await show(ctx, answerView(language, ticket.id, entry));
    },
    say: sayReady,
    block: (ctx, ticket) => open(ctx, blockView(language, ticket.id)),
    "block-yes": async (ctx, ticket) => {
      const changed = await blockCustomer(ticket.id, agentOf(ctx), true);
      await conclude(ctx, language.text(changed ? "desk.blockedToast" : "desk.already"));
    },
    unblock: async (ctx, ticket) => {
      const changed = await blockCustomer(ticket.id, agentOf(ctx), false);
      await answerButton(ctx, language.text(changed ? "desk.unblockedToast" : "desk.already"));
    },
    never: (ctx) => conclude(ctx, undefined),
  };

  composer.callbackQuery(/^desk:([a-z-]+):([\w-]{22})(?::([\w-]*))?$/, async (ctx, next) => {
    const [, name, id, more] = ctx.match as unknown as [string, string, string, string | undefined];
    const doing = Object.hasOwn(doings, name) ? doings[name] : undefined;
    if (!doing) return next();
    const ticket = await pressedCase.ofButton(ctx, id);
    if (ticket) await doing(ctx, ticket, more ?? "");
  });
  const commands = { refresh: "refresh", handover: "give", snooze: "snooze", answers: "answers" } as const;
  for (const [command, name] of Object.entries(commands)) {
    composer.on("message:text").command(command, async (ctx) => {
      const ticket = await pressedCase.ofCommand(ctx);
      if (ticket) await doings[name]!(ctx, ticket, "");
    });
  }
  composer.on("message:text").command("note", async (ctx) => {
    const ticket = await pressedCase.ofCommand(ctx);
    if (!ticket) return;
    const noted = await deps.noteCase(ticket.id, agentOf(ctx), plainText(String(ctx.match ?? "")));
    await reply(ctx, { text: language.html(noted.ok ? "desk.noted" : "desk.alreadyClosed") });
  });
  return composer;

  async function giveTo(ctx: BotContext, ticket: TicketMention, more: string): Promise<void> {
    const toId = /^\d{1,19}$/.test(more) ? BigInt(more) : undefined;
    if (toId === undefined || (await deps.membership.roleOf(Number(toId))) === "outside") {
      return answerButton(ctx, language.text("desk.colleagueGone"), true);
    }
    const given = await handOverTicket(ticket.id, agentOf(ctx), toId);
    if (!given.ok || !given.value) return answerButton(ctx, language.text("desk.alreadyClosed"));
    await show(ctx, handedOverView(language, given.value));
  }

  /** The answer as it stands in the pressed message, once: its message is what was relayed. */
  async function sayReady(ctx: BotContext, ticket: TicketMention): Promise<void> {
    const incoming = readIncoming(ctx.callbackQuery!.message as Message);
    if (!incoming) return answerButton(ctx, language.text("desk.stale"));
    delete incoming.content.replyTo;
    delete incoming.content.quote;
    const heard = await deps.hearAgent(ticket.chatId, agentOf(ctx), incoming);
    const toast = { relayed: "desk.said", internal: "desk.internal", closed: "desk.alreadyClosed" } as const;
    await answerButton(ctx, language.text(toast[heard.type]));
    if (heard.type !== "relayed") return;
    await ctx.editMessageReplyMarkup({ reply_markup: { inline_keyboard: [] } }).catch(() => {});
  }

  async function answersFor(ticket: TicketMention) {
    const customer = await deps.readCustomer(ticket.chatId);
    return deps.faq.entries(deps.languages.resolve(customer));
  }

  /** What is chosen from stands below the card, which stays. */
  async function open(ctx: BotContext, view: Parameters<typeof reply>[1]): Promise<void> {
    await answerButton(ctx);
    await reply(ctx, view);
  }

  /** The question is answered and goes; its result is a note in the topic. */
  async function conclude(ctx: BotContext, toast: string | undefined): Promise<void> {
    await answerButton(ctx, toast);
    await ctx.deleteMessage().catch(() => {});
  }
}
