import { shortId } from "../domain/short-id.ts";
import type { Localizer, MessageKey } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import type { OrderShown } from "../use-cases/order/read-order.ts";
import type { OrderedCard } from "../use-cases/read-own-orders.ts";
import { cardName } from "./card-name.ts";
import { orderPlan } from "./payment-news.ts";

/** A place in the list of orders: where an order was opened, and where its way back leads. */
export interface ListPlace {
  page: number;
  /** The card whose orders are listed; undefined: all of them. */
  cardId: string | undefined;
}

/** An account's orders, a page at a time, newest first; narrowed to a card where there are several. */
export function orderListView(
  language: Localizer,
  list: ListPlace & { orders: OrderShown[]; pages: number; cards: OrderedCard[]; timeZone: string },
): RenderedMessage {
  const { format, html, text } = language;
  const { orders, pages, timeZone, cards, cardId } = list;
  const menu: MessageButton = { text: text("common.menu"), callbackData: "go:start" };
  if (orders.length === 0) {
    const chosen = cards.find(({ id }) => id === cardId);
    return {
      text: chosen ? html("orders.emptyCard", { card: cardName(language, chosen) }) : html("orders.empty"),
      keyboard: [
        [{ text: text("start.renewButton"), callbackData: "go:renew" }],
        ...(cardId ? byCard(language, cards, cardId) : []), // nothing to narrow down
        [menu],
      ],
    };
  }
  const lines = orders.map((order) =>
    html("orders.line", {
      number: order.number,
      status: orderStatus(language, order),
      date: format.date(order.createdAt, timeZone),
      plan: orderPlan(language, order),
      amount: order.amount ? format.money(order.amount) : "–",
    }),
  );
  const here = placeCode(list);
  const buttons = orders.map(({ id, number }) => ({
    text: number,
    callbackData: `orders:show:${shortId(id)}:${here}`,
  }));
  return {
    text: [html("orders.title"), ...lines].join("\n\n"),
    keyboard: [
      ...inRows(buttons, 2),
      ...turning(language, list, pages),
      ...byCard(language, cards, cardId),
      [menu],
    ],
  };
}

/** In plain words. */
export function orderStatus(language: Localizer, { status, held }: OrderShown): string {
  const isWaiting = held === "amount_mismatch" && status === "paid";
  return language.text(`orders.status.${isWaiting ? "held" : status}` as MessageKey);
}

/** In a button, 27 bytes at most: `0`, or `0:<card>` in a list of one card's orders. */
export const placeCode = ({ page, cardId }: ListPlace): string =>
  cardId ? `${page}:${shortId(cardId)}` : `${page}`;

/** More would push the orders off the screen; any card's are listed by typing its last digits. */
const MOST_CARD_BUTTONS = 5;

function byCard(language: Localizer, cards: OrderedCard[], cardId: string | undefined): MessageButton[][] {
  const { text } = language;
  if (cards.length < 2) return [];
  const shown = cards.slice(0, MOST_CARD_BUTTONS);
  const chosen = cards.find(({ id }) => id === cardId);
  if (chosen && !shown.includes(chosen)) shown.splice(-1, 1, chosen);
  const button = (name: string, id: string | undefined): MessageButton => ({
    text: id === cardId ? text("orders.filterOn", { name }) : name,
    callbackData: `orders:page:${placeCode({ page: 0, cardId: id })}`,
  });
  return inRows(
    [
      button(text("orders.filterAll"), undefined),
      ...shown.map((card) => button(cardName(language, card), card.id)),
    ],
    2,
  );
}

function turning({ text }: Localizer, { page, cardId }: ListPlace, pages: number): MessageButton[][] {
  if (pages < 2) return [];
  const at = (index: number) => `orders:page:${placeCode({ page: index, cardId })}`;
  const row: MessageButton[] = [];
  if (page > 0) row.push({ text: text("orders.previous"), callbackData: at(page - 1) });
  row.push({ text: text("orders.page", { page: page + 1, pages }), callbackData: at(page) });
  if (page < pages - 1) row.push({ text: text("orders.next"), callbackData: at(page + 1) });
  return [row];
}

const inRows = <Item>(items: Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, row) =>
    items.slice(row * size, (row + 1) * size),
  );
