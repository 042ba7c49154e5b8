import { shortId } from "../domain/short-id.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { RenderedMessage } from "../ports/messenger.ts";
import type { OrderShown } from "../use-cases/order/read-order.ts";
import { orderPlan } from "./payment-news.ts";

/** Somebody wants money back: which order is meant, and who decides. Nothing happens until a button is pressed. */
export function refundView(language: Localizer, order: OrderShown): RenderedMessage {
  const { html, text } = language;
  const { id, number } = order;
  return {
    text: html("talkReply.refund", { number, plan: orderPlan(language, order) }),
    keyboard: [
      [{ text: text("talkReply.refundButton", { number }), callbackData: `orders:human:${shortId(id)}` }],
      [{ text: text("talkReply.otherOrder"), callbackData: "orders:list" }],
    ],
  };
}
