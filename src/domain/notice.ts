/**
 * Everything the bot says unprompted. A notice names what happened, never the words: it is rendered when it
 * is delivered, in the locale of that moment and from the state of that moment.
 */
export type Notice =
  /** The account page or e-mail code linked this chat, or another chat unlinked it. */
  | { type: "order_progress"; orderId: string; stage: OrderStage }
  | { type: "mail_undeliverable"; loginCodeId: string };

/**
 * The stages of an order that are worth a message. `received` is a new message, since an edit makes no
 * sound; the stages after it edit that one, but for those that the person must not miss.
 */
export type OrderStage =
  | "received"
  | "confirming"
  | "renewed"
  | "delayed"
  | "failed"
  | "expired"
  | "held"
  | "refunding"
  | "refunded"
  | "surplus_refunded"
  | "refund_failed";

/** Lower goes first: payment news before support, nudges and broadcasts. */
export function noticePriority(notice: Notice): number {
  switch (notice.type) {
    case "order_progress":
    case "mail_undeliverable":
      return 0;
  }
}
