import type { Notice } from "../domain/notice.ts";
import { unreachable } from "../domain/result.ts";
import type { ComposeNotice } from "../use-cases/deliver-notices.ts";

/** Renders each kind of notice from the state and in the language of the moment it is delivered. */
export type ComposeByType = {
  [Type in Notice["type"]]: (
    chatId: bigint,
    notice: Extract<Notice, { type: Type }>,
  ) => ReturnType<ComposeNotice>;
};

export function createComposeNotice(by: ComposeByType): ComposeNotice {
  return async (chatId, notice) => {
    switch (notice.type) {
      case "order_progress":
        return by.order_progress(chatId, notice);
      case "order_alert":
        return by.order_alert(chatId, notice);
      case "mail_undeliverable":
        return by.mail_undeliverable(chatId, notice);
      case "reset_undeliverable":
        return by.reset_undeliverable(chatId, notice);
      case "signed_in":
        return by.signed_in(chatId, notice);
      case "password_changed":
        return by.password_changed(chatId, notice);
      case "chat_linked":
        return by.chat_linked(chatId, notice);
      case "card_wanted":
        return by.card_wanted(chatId, notice);
      case "account_deleted":
        return by.account_deleted(chatId, notice);
      case "person_deleted":
        return by.person_deleted(chatId, notice);
      case "chat_unlinked":
        return by.chat_unlinked(chatId, notice);
      case "nudge":
        return by.nudge(chatId, notice);
      case "relay":
        return by.relay(chatId, notice);
      case "relay_edit":
        return by.relay_edit(chatId, notice);
      case "relay_reaction":
        return by.relay_reaction(chatId, notice);
      case "desk_opening":
        return by.desk_opening(chatId, notice);
      case "desk_farewell":
        return by.desk_farewell(chatId, notice);
      case "desk_card":
        return by.desk_card(chatId, notice);
      case "desk_reminder":
        return by.desk_reminder(chatId, notice);
      case "bundle_extended":
        return by.bundle_extended(chatId, notice);
      case "ticket_news":
        return by.ticket_news(chatId, notice);
      case "apology":
        return by.apology(chatId, notice);
      case "broadcast":
        return by.broadcast(chatId, notice);
      case "broadcast_preview":
        return by.broadcast_preview(chatId, notice);
      case "habit_check":
        return by.habit_check(chatId, notice);
      default:
        return unreachable(notice);
    }
  };
}
