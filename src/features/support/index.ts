import { Composer, type MiddlewareFn } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import type { Feature } from "../../bot/feature.ts";
import { createShortcuts } from "../../bot/shortcuts.ts";
import { answerButton, reply, show } from "../../bot/show.ts";
import { parseOrderNumber } from "../../domain/order-number.ts";
import { fromShortId, isUuid } from "../../domain/short-id.ts";
import { isTicketSubject, type TicketSubject } from "../../domain/ticket.ts";
import { effectiveTimeZone } from "../../i18n/time-zone.ts";
import type { ReadOwnOrders } from "../../use-cases/read-own-orders.ts";
import type { AskSubject } from "../../use-cases/support/ask-subject.ts";
import type { CallHuman } from "../../use-cases/support/call-human.ts";
import type { CloseTicket } from "../../use-cases/support/close-ticket.ts";
import type { RateTicket } from "../../use-cases/support/rate-ticket.ts";
import type { ReopenByWriting } from "../../use-cases/support/reopen-by-writing.ts";
import { withMenuButton } from "../../views/menu.ts";
import { askSubjectView, humanCalledView, isRatingWord, ratedView } from "../../views/support.ts";
import { createListener, type ListenDeps } from "./customer.ts";
import { readIncoming } from "./incoming.ts";

export interface SupportFeatureDeps extends Omit<ListenDeps, "callWith" | "reopen"> {
  ownOrders: Pick<ReadOwnOrders, "byId" | "byNumber" | "cards">;
  callHuman: CallHuman;
  askSubject: AskSubject;
  closeTicket: CloseTicket;
  rateTicket: RateTicket;
  /** How else a human can be reached, where there is no support group. */
  contact: string | undefined;
  hasDesk: boolean;
  /** What is heard in the support group, and what is changed or marked without a word. */
  reopenByWriting: ReopenByWriting;
  desk: Composer<BotContext>;
  overheard: Composer<BotContext>;
}

/** What it is about. */
interface Subject {
  about: TicketSubject;
  orderId?: string;
  orderNumber?: string;
  cardId?: string;
}

/**
 * The customer's side of the desk. `/support`, `go:support` ask what it is about; `go:support:order:<id>`,
 * `go:support:card:<id>` and `go:support:<subject>` know already.
 */
export function createSupportFeature(deps: SupportFeatureDeps): Feature & {
  /** What nobody understood, soon after a human has left, is for the human: it opens the ticket again. */
  orReopen(fallback: MiddlewareFn<BotContext>): MiddlewareFn<BotContext>;
} {
  const { ownOrders, callHuman, askSubject, dropQuestion, closeTicket, rateTicket, clock } = deps;
  const anytime = createShortcuts();
  const listen = createListener({
    ...deps,
    callWith: (ctx) => call(ctx, { about: "other" }),
    reopen: (ctx) => reopen(ctx, true),
  });

  anytime.callbackQuery(/^support:about:(\w+)$/, (ctx) =>
    call(ctx, { about: isTicketSubject(ctx.match[1]!) ? ctx.match[1] : "other" }),
  );
  anytime.callbackQuery("support:never-mind", async (ctx) => {
    await dropQuestion(ctx.chatKnown.id);
    await show(ctx, withMenuButton(ctx.language, ctx.language.html("common.canceled")));
  });
  anytime.callbackQuery("support:done", async (ctx) => {
    const { language, chatKnown } = ctx;
    const { ticket, firstName } = chatKnown;
    const isOpen = ticket !== null && ticket.status !== "closed";
    const closed = isOpen && (await closeTicket(ticket.id, { who: "customer", name: firstName }));
    const key = closed ? "support.doneText" : "support.alreadyClosed";
    await show(ctx, withMenuButton(language, language.html(key)));
  });
  anytime.callbackQuery(/^support:rate:([\w-]{22}):([1-5])$/, async (ctx) => {
    const ticketId = fromShortId(ctx.match[1]!)!;
    const rating = Number(ctx.match[2]);
    if (!(await rateTicket(ctx.chatKnown.id, ticketId, { rating }))) return stale(ctx);
    await show(ctx, ratedView(ctx.language, ticketId, rating));
  });
  anytime.callbackQuery(/^support:word:([\w-]{22}):(\w+)$/, async (ctx) => {
    const word = ctx.match[2]!;
    const text = isRatingWord(word) ? ctx.language.text(`support.word.${word}`) : undefined;
    const ticketId = fromShortId(ctx.match[1]!)!;
    if (!text || !(await rateTicket(ctx.chatKnown.id, ticketId, { word: text }))) return stale(ctx);
    await show(ctx, withMenuButton(ctx.language, ctx.language.html("support.thanks")));
  });
  anytime.callbackQuery(/^support:/, stale);
  // As messages of earlier releases have it.
  anytime.callbackQuery(/^orders:human:([0-9a-f-]{36})$/, (ctx) => begin(ctx, `order:${ctx.match[1]}`));

  return {
    anytime: new Composer<BotContext>(listen, anytime),
    orReopen: (fallback) => async (ctx, next) => {
      if (!(await reopen(ctx, false))) await fallback(ctx, next);
    },
    group: deps.desk,
    overheard: deps.overheard,
    journeys: [{ name: "support", commands: ["support"], intents: ["human"], begin }],
  };

  /** After a ticket was closed: what is written to the human who has left opens it again. */
  async function reopen(ctx: BotContext, answersOnly: boolean): Promise<boolean> {
    const { ticket, id } = ctx.chatKnown;
    const incoming = ctx.message && readIncoming(ctx.message);
    if (!incoming || ticket?.status !== "closed" || !ticket.closedAt) return false;
    const closed = { id: ticket.id, closedAt: ticket.closedAt };
    if (!(await deps.reopenByWriting(id, closed, incoming, { answersOnly }))) return false;
    await reply(ctx, { text: ctx.language.html("support.passedOn") });
    return true;
  }

  async function begin(ctx: BotContext, argument: string): Promise<void> {
    const subject = await subjectOf(ctx, argument);
    const { ticket } = ctx.chatKnown;
    const isOpen = ticket?.status === "waiting" || ticket?.status === "active";
    if (subject || isOpen || !deps.hasDesk) return call(ctx, subject ?? { about: "other" });
    if (!(await askSubject(ctx.chatKnown.id))) return call(ctx, { about: "other" });
    await present(ctx, askSubjectView(ctx.language));
  }

  /** What a button or a typed order number says it is about; undefined when that is to be asked. */
  async function subjectOf(ctx: BotContext, argument: string): Promise<Subject | undefined> {
    const person = { chatId: ctx.chatKnown.id, accountId: ctx.chatKnown.accountId };
    const [kind = "", named = ""] = argument.split(":");
    const id = isUuid(named) ? named : fromShortId(named);
    if (kind === "order" && id) {
      const order = await ownOrders.byId(person, id);
      if (order) return { about: "order", orderId: order.id, orderNumber: order.number };
    }
    if (kind === "card" && id) {
      const card = (await ownOrders.cards(person)).find((one) => one.id === id);
      if (card) return { about: "card", cardId: card.id };
    }
    const number = parseOrderNumber(argument);
    const order = number ? await ownOrders.byNumber(person, number) : undefined;
    if (order) return { about: "order", orderId: order.id, orderNumber: order.number };
    return isTicketSubject(kind) ? { about: kind } : undefined;
  }

  async function call(ctx: BotContext, subject: Subject): Promise<void> {
    const incoming = ctx.message && !ctx.journey ? readIncoming(ctx.message) : undefined;
    const { orderNumber, ...about } = subject;
    const called = await callHuman({ chatId: ctx.chatKnown.id, ...about }, incoming);
    const more = {
      now: clock.now(),
      timeZone: effectiveTimeZone(ctx.chatKnown, ctx.language),
      contact: deps.contact,
      written: incoming !== undefined,
      orderNumber,
    };
    await present(ctx, humanCalledView(ctx.language, called, more));
  }

  /** A message that says something worth keeping is not replaced by the talk about it. */
  async function present(ctx: BotContext, view: Parameters<typeof reply>[1]): Promise<void> {
    if (ctx.callbackQuery?.data?.startsWith("support:")) return void (await show(ctx, view));
    await answerButton(ctx);
    await reply(ctx, view);
  }
}

const stale = (ctx: BotContext) => answerButton(ctx, ctx.language.text("common.staleButton"));
