import type { BotContext } from "../../bot/context.ts";
import type { Feature } from "../../bot/feature.ts";
import { createShortcuts } from "../../bot/shortcuts.ts";
import { answerButton, reply, show } from "../../bot/show.ts";
import { parseOrderNumber } from "../../domain/order-number.ts";
import { fromShortId, isUuid } from "../../domain/short-id.ts";
import { effectiveTimeZone } from "../../i18n/time-zone.ts";
import type { Clock } from "../../ports/clock.ts";
import type { CancelOrder } from "../../use-cases/cancel-order.ts";
import type { ReadCardBundles } from "../../use-cases/order/read-card-bundles.ts";
import { isRefundAsked, type OrderShown } from "../../use-cases/order/read-order.ts";
import type { ReadOwnOrders } from "../../use-cases/read-own-orders.ts";
import { balanceLines } from "../../views/balance-lines.ts";
import { withMenuButton } from "../../views/menu.ts";
import { type ListPlace, orderListView } from "../../views/order-list.ts";
import { newsStage, orderView } from "../../views/orders.ts";
import { type NewsFacts, paymentNewsView, refundFacts } from "../../views/payment-news.ts";
import { createOrderAnswers } from "./answers.ts";
import type { SendReceipt } from "./send-receipt.ts";

const PAGE_SIZE = 5;

/** A person's own orders: the list, one of them with its history, and what can still be done about it. */
export function createOrdersFeature(deps: {
  ownOrders: ReadOwnOrders;
  readCardBundles: ReadCardBundles;
  cancelOrder: CancelOrder;
  sendReceipt: SendReceipt;
  clock: Clock;
}): Feature {
  const { ownOrders, readCardBundles, cancelOrder, sendReceipt, clock } = deps;
  const anytime = createShortcuts();

  anytime.command("orders", async (ctx) => {
    const typed = ctx.match.trim();
    if (typed === "") return showList(ctx, { page: 0 });
    const card = await cardEndingWith(ctx, typed);
    if (card) return showList(ctx, { page: 0, cardId: card.id });
    const number = parseOrderNumber(typed);
    const order = number ? await ownOrders.byNumber(personOf(ctx), number) : undefined;
    if (order) return showOrder(ctx, order);
    await showUnknown(ctx, typed);
  });

  anytime.callbackQuery("orders:list", (ctx) => showList(ctx, { page: 0 }));
  anytime.callbackQuery(/^orders:page:(\d{1,4})(?::([\w-]{22}))?$/, (ctx) =>
    showList(ctx, placeOf(ctx.match[1], ctx.match[2])),
  );
  anytime.callbackQuery(
    /^orders:(show|receipt|resend|cancel|later):([\w-]+)(?::(\d{1,4})(?::([\w-]{22}))?)?$/,
    async (ctx) => {
      const [, action, named = "", page, card] = ctx.match;
      const id = isUuid(named) ? named : fromShortId(named);
      const order = id ? await ownOrders.byId(personOf(ctx), id) : undefined;
      if (!order) return answerButton(ctx, ctx.language.text("common.staleButton"));
      switch (action) {
        case "show":
          return showOrder(ctx, order, page === undefined ? undefined : placeOf(page, card));
        case "receipt":
          return sendReceipt(ctx, order, { ...personOf(ctx), timeZone: zoneOf(ctx) });
        case "resend":
          return resend(ctx, order);
        case "cancel":
          return cancel(ctx, order);
        case "later":
          return void (await show(ctx, withMenuButton(ctx.language, ctx.language.html("news.laterText"))));
      }
    },
  );
  // Whatever else an old or forged button of ours says.
  anytime.callbackQuery(/^orders:/, (ctx) => answerButton(ctx, ctx.language.text("common.staleButton")));

  return {
    anytime,
    answers: createOrderAnswers({
      ...{ ownOrders, showOrder, showUnknown, tellNews: resend },
      showList: (ctx) => showList(ctx, { page: 0 }),
    }),
  };

  async function showUnknown(ctx: BotContext, typed: string): Promise<void> {
    const number = typed.length > 20 ? `${[...typed].slice(0, 20).join("")}…` : typed;
    await show(ctx, withMenuButton(ctx.language, ctx.language.html("orders.unknown", { number })));
  }

  async function showList(
    ctx: BotContext,
    wanted: { page: number; cardId?: string | undefined },
  ): Promise<void> {
    const person = personOf(ctx);
    const cards = await ownOrders.cards(person);
    const { cardId } = wanted;
    if (cardId !== undefined && !cards.some(({ id }) => id === cardId)) {
      return answerButton(ctx, ctx.language.text("common.staleButton"));
    }
    const { orders, page, pages } = await ownOrders.page(person, wanted.page, PAGE_SIZE, cardId);
    await show(
      ctx,
      orderListView(ctx.language, { orders, page, pages, cards, cardId, timeZone: zoneOf(ctx) }),
    );
  }

  /** For those with more cards than there is room for buttons: `/orders 4417`. */
  async function cardEndingWith(ctx: BotContext, typed: string) {
    const digits = typed.replace(/[\s·.]/g, "");
    if (!/^\d{4,20}$/.test(digits)) return undefined;
    return (await ownOrders.cards(personOf(ctx))).find(({ iccid }) => iccid.endsWith(digits));
  }

  async function showOrder(ctx: BotContext, order: OrderShown, from?: ListPlace): Promise<void> {
    const history = await ownOrders.history(order.id);
    await show(
      ctx,
      orderView(ctx.language, order, { history, timeZone: zoneOf(ctx), own: isOwn(ctx, order), from }),
    );
  }

  /** A new message with the order's newest news: people forward it or look for it below. */
  async function resend(ctx: BotContext, order: OrderShown): Promise<void> {
    const stage = newsStage(order);
    if (!stage) return answerButton(ctx, ctx.language.text("orders.notRenewed"));
    await answerButton(ctx);
    const facts: NewsFacts = { order, ...refundFacts(order) };
    if (stage === "renewed" && order.card) {
      const bundles = await readCardBundles(order.card.id);
      facts.balance = balanceLines(ctx.language, { bundles }, clock.now(), zoneOf(ctx));
    }
    if (stage === "refunding") facts.refundAsked = isRefundAsked(await ownOrders.history(order.id));
    await reply(ctx, paymentNewsView(ctx.language, stage, facts));
  }

  async function cancel(ctx: BotContext, order: OrderShown): Promise<void> {
    // Who sees an order through the account may not end what another chat is about to pay.
    const canceled = isOwn(ctx, order) && (await cancelOrder(order.id));
    await answerButton(ctx, ctx.language.text(canceled ? "orders.canceled" : "orders.notCanceled"));
    const now = await ownOrders.byId(personOf(ctx), order.id);
    if (now) await showOrder(ctx, now);
  }
}

const personOf = (ctx: BotContext) => ({ chatId: ctx.chatKnown.id, accountId: ctx.chatKnown.accountId });

const placeOf = (page = "0", card?: string): ListPlace => ({
  page: Number(page),
  cardId: card && (fromShortId(card) ?? ""),
});

const isOwn = (ctx: BotContext, { chatId }: OrderShown): boolean => chatId === ctx.chatKnown.id;

const zoneOf = (ctx: BotContext): string => effectiveTimeZone(ctx.chatKnown, ctx.language);
