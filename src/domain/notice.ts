import type { AlertReason, ToldStage } from "./order-life.ts";
import type { TicketNews } from "./ticket.ts";

/**
 * Everything the bot says unprompted. A notice names what happened, never the words: it is rendered when it
 * is delivered, in the locale of that moment and from the state of that moment.
 */
export type Notice =
  | {
      type: "order_progress";
      orderId: string;
      stage: ToldStage;
      paymentId?: string;
      amountMinor?: number;
      again?: true;
    }
  /** For the support group: an order that needs a human. */
  | { type: "order_alert"; orderId: string; reason: AlertReason; paymentId?: string }
  | { type: "mail_undeliverable"; loginCodeId: string }
  /** To the chat that asked for a link for a new password, or else to those of the account. */
  | { type: "reset_undeliverable"; resetTokenId: string }
  /** The account's page linked this chat. */
  | { type: "signed_in"; accountId: string }
  /** To each chat of the account. */
  | { type: "password_changed"; accountId: string }
  /** To the account's other chats: this one was linked to it as well. */
  | { type: "chat_linked"; accountId: string; linkedChatId: string }
  /** To its owner: somebody gave this card's number in order to register it. */
  | { type: "card_wanted"; cardId: string; accountId: string }
  /** Another chat of the account unlinked this one. */
  | { type: "chat_unlinked"; accountId: string }
  /** To the other chats of an account that its person had deleted. */
  | { type: "account_deleted" }
  /** To a chat of which nothing else is left, after a deletion that had to wait. */
  | { type: "person_deleted"; locale: string }
  /** Something to warn of: what exactly is looked up when it is said, so that several things are one message. */
  | { type: "nudge" }
  /** Something waits to be carried between a customer and the support group. */
  | { type: "relay"; customer: string; toDesk: boolean }
  /** What was relayed was changed by whoever wrote it, or marked by whoever received it. */
  | { type: "relay_edit"; relayedId: string }
  | { type: "relay_reaction"; relayedId: string; from: "desk" | "customer" }
  /** For the support group: who somebody is and what was said before a human was called. */
  | { type: "desk_opening"; customer: string }
  | { type: "desk_card"; customer: string }
  /** For the support group: whoever this was about had themselves forgotten. */
  | { type: "desk_farewell"; threadId: number | null; cardMessageId: number | null }
  /** For the support group: a customer has waited for too long. */
  | { type: "desk_reminder"; ticketId: string; escalated: boolean }
  /** A human has joined the customer's chat or left it, or something could not be passed on. */
  | { type: "ticket_news"; ticketId: string; news: TicketNews; agent?: string; what?: string }
  /** The desk has added days to a plan. */
  | { type: "bundle_extended"; bundleId: string; until: string }
  /** An update could not be answered, and Telegram did not take the sentence that says so. */
  | { type: "apology" }
  /** An offer to many; `broadcast_preview` is its look in one language, for the operator. */
  | { type: "broadcast"; broadcastId: number }
  | { type: "broadcast_preview"; broadcastId: number; locale: string }
  /** What another plan would have saved last month; `month` is like `2026-11`. */
  | { type: "habit_check"; month: string };

/** Lower goes first: payment news before support, nudges and broadcasts. */
export function noticePriority(notice: Notice): number {
  switch (notice.type) {
    case "order_progress":
    case "order_alert":
    case "mail_undeliverable":
    case "reset_undeliverable":
    case "signed_in":
    case "password_changed":
    case "chat_linked":
    case "card_wanted":
    case "chat_unlinked":
    case "account_deleted":
    case "person_deleted":
    case "apology":
      return 0;
    case "relay":
    case "relay_edit":
    case "relay_reaction":
    case "desk_opening":
    case "desk_farewell":
    case "desk_reminder":
    case "ticket_news":
    case "bundle_extended":
      return 1;
    // A card that is a minute old disturbs nobody; a message that is late does.
    case "desk_card":
    case "nudge":
      return 2;
    case "broadcast_preview":
      return 1;
    case "habit_check":
    case "broadcast":
      return 3;
  }
}
