import { Composer } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import type { Feature } from "../../bot/feature.ts";
import { answerButton, reply, show } from "../../bot/show.ts";
import { parseOrderNumber } from "../../domain/order-number.ts";
import { isUuid } from "../../domain/short-id.ts";
import { effectiveTimeZone } from "../../i18n/time-zone.ts";
import type { Clock } from "../../ports/clock.ts";
import type { CancelOrder } from "../../use-cases/cancel-order.ts";
import type { ReadCardBundles } from "../../use-cases/order/read-card-bundles.ts";
import type { OrderShown } from "../../use-cases/order/read-order.ts";
import type { ReadOwnOrders } from "../../use-cases/read-own-orders.ts";
import { balanceLines } from "../../views/balance-lines.ts";
import { withMenuButton } from "../../views/menu.ts";
import { orderListView, orderView } from "../../views/orders.ts";
import { paymentNewsView } from "../../views/payment-news.ts";

const PAGE_SIZE = 5;

/** A person's own orders: the list, one of them with its history, and what can still be done about it. */
export function createOrdersFeature(deps: {
  ownOrders: ReadOwnOrders;
  readCardBundles: ReadCardBundles;
  cancelOrder: CancelOrder;
  clock: Clock;
}): Feature {
  const { ownOrders, readCardBundles, cancelOrder, clock } = deps;
  const anytime = new Composer<BotContext>();

  anytime.command("orders", async (ctx) => {
    const typed = ctx.match.trim();
    if (typed === "") return showList(ctx, 0);
    const number = parseOrderNumber(typed);
    const order = number ? await ownOrders.byNumber(personOf(ctx), number) : undefined;
    if (order) return showOrder(ctx, order);
    const shown = typed.length > 20 ? `${[...typed].slice(0, 20).join("")}…` : typed;
    await show(ctx, withMenuButton(ctx.language, ctx.language.html("orders.unknown", { number: shown })));
  });

  anytime.callbackQuery("orders:list", (ctx) => showList(ctx, 0));
  anytime.callbackQuery(/^orders:page:(\d{1,4})$/, (ctx) => showList(ctx, Number(ctx.match[1])));
  anytime.callbackQuery(/^orders:(show|resend|cancel|later|human):(.+)$/, async (ctx) => {
    const [, action, id = ""] = ctx.match;
    const order = isUuid(id) ? await ownOrders.byId(personOf(ctx), id) : undefined;
    if (!order) return answerButton(ctx, ctx.language.text("common.staleButton"));
    switch (action) {
      case "show":
        return showOrder(ctx, order);
      case "resend":
        return resend(ctx, order);
      case "cancel":
        return cancel(ctx, order);
      case "later":
        return void (await show(ctx, withMenuButton(ctx.language, ctx.language.html("news.laterText"))));
      case "human":
        await answerButton(ctx);
        return void (await reply(
          ctx,
          withMenuButton(ctx.language, ctx.language.html("orders.human", { number: order.number })),
        ));
    }
  });

  return { anytime };

  async function showList(ctx: BotContext, wanted: number): Promise<void> {
    const { orders, page, pages } = await ownOrders.page(personOf(ctx), wanted, PAGE_SIZE);
    await show(ctx, orderListView(ctx.language, { orders, page, pages, timeZone: zoneOf(ctx) }));
  }

  async function showOrder(ctx: BotContext, order: OrderShown): Promise<void> {
    const history = await ownOrders.history(order.id);
    await show(
      ctx,
      orderView(ctx.language, order, { history, timeZone: zoneOf(ctx), own: isOwn(ctx, order) }),
    );
  }

  /** A new message, as the confirmation was: people forward it or look for it below. */
  async function resend(ctx: BotContext, order: OrderShown): Promise<void> {
    if (order.status !== "fulfilled") return answerButton(ctx, ctx.language.text("orders.notRenewed"));
    await answerButton(ctx);
    const bundles = order.card ? await readCardBundles(order.card.id) : [];
    const balance = balanceLines(ctx.language, { bundles }, clock.now(), zoneOf(ctx));
    await reply(ctx, paymentNewsView(ctx.language, "renewed", { order, balance }));
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

const isOwn = (ctx: BotContext, { chatId }: OrderShown): boolean => chatId === ctx.chatKnown.id;

const zoneOf = (ctx: BotContext): string => effectiveTimeZone(ctx.chatKnown, ctx.language);
