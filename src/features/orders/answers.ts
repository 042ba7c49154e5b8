import type { BotContext, Wish } from "../../bot/context.ts";
import { type Answer, answered } from "../../bot/feature.ts";
import { reply } from "../../bot/show.ts";
import type { OrderStatus } from "../../domain/order-life.ts";
import type { OrderShown } from "../../use-cases/order/read-order.ts";
import type { ReadOwnOrders } from "../../use-cases/read-own-orders.ts";
import { refundView } from "../../views/order-answers.ts";

/** As far back as somebody means who speaks of "my payment". */
const RECENT = 10;

/** Plain words about orders: the list, one of them, and what became of the one that is likeliest meant. */
export function createOrderAnswers(deps: {
  ownOrders: ReadOwnOrders;
  showList(ctx: BotContext): Promise<void>;
  showOrder(ctx: BotContext, order: OrderShown): Promise<void>;
  showUnknown(ctx: BotContext, number: string): Promise<void>;
  tellNews(ctx: BotContext, order: OrderShown): Promise<void>;
}): Answer[] {
  const { ownOrders, showList, showOrder, showUnknown, tellNews } = deps;

  return [
    { intents: ["orders"], answer: (ctx) => answered(showList(ctx)) },
    {
      intents: ["order_number"],
      async answer(ctx, wish) {
        const { value = "" } = wish.slots;
        const order = await ownOrders.byNumber(personOf(ctx), value);
        await (order ? showOrder(ctx, order) : showUnknown(ctx, value));
        return true;
      },
    },
    { intents: ["payment_failed"], answer: lastOne(["awaiting_payment", "failed", "expired"], showOrder) },
    {
      intents: ["not_updated"],
      answer: lastOne(["paid", "provisioning", "fulfilled", "confirming"], tellNews),
    },
    {
      intents: ["refund"],
      answer: lastOne(["paid", "provisioning", "fulfilled", "refunding", "refunded"], (ctx, order) =>
        order.status === "refunding" || order.status === "refunded"
          ? tellNews(ctx, order)
          : reply(ctx, refundView(ctx.language, order)),
      ),
    },
  ];

  /** Speaks of the newest recent order in one of these states; has nothing to say when there is none. */
  function lastOne(
    statuses: readonly OrderStatus[],
    speakOf: (ctx: BotContext, order: OrderShown) => Promise<unknown>,
  ) {
    return async (ctx: BotContext, _wish: Wish): Promise<boolean> => {
      const { orders } = await ownOrders.page(personOf(ctx), 0, RECENT);
      const order = orders.find(({ status }) => statuses.includes(status));
      if (order) await speakOf(ctx, order);
      return order !== undefined;
    };
  }
}

const personOf = (ctx: BotContext) => ({ chatId: ctx.chatKnown.id, accountId: ctx.chatKnown.accountId });
