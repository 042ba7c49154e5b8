import { shortId } from "../domain/short-id.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import type { LinkedChats } from "../use-cases/read-linked-chats.ts";
import { withMenuButton } from "./menu.ts";

/** Who sees the account's cards: first names and since when, and a way to end it for each. */
export function chatsView(
  language: Localizer,
  { chats, count }: LinkedChats,
  viewer: { chatId: bigint; timeZone: string },
): RenderedMessage {
  const lines = chats.map(({ id, firstName, linkedAt }) => {
    const since = linkedAt ? language.format.date(linkedAt, viewer.timeZone) : "–";
    return language.html(id === viewer.chatId ? "chats.thisLine" : "chats.line", { name: firstName, since });
  });
  if (count > chats.length) lines.push(language.html("chats.more", { count: count - chats.length }));
  const others = chats.filter(({ id }) => id !== viewer.chatId);
  return {
    text: [language.html("chats.title"), lines.join("\n")].join("\n\n"),
    keyboard: [
      ...others.map(({ id, firstName }): MessageButton[] => [
        { text: language.text("chats.unlinkButton", { name: firstName }), callbackData: `chats:ask:${id}` },
      ]),
      [{ text: language.text("chats.unlinkThisButton"), callbackData: "go:unlink" }],
      [{ text: language.text("common.back"), callbackData: "settings:open" }],
    ],
  };
}

/** The account goes with the button: an old one must not act on another. */
export function confirmDropView(
  language: Localizer,
  { chat, name, accountId }: { chat: bigint; name: string; accountId: string },
): RenderedMessage {
  return {
    text: language.html("chats.confirm", { name }),
    keyboard: [
      [
        {
          text: language.text("chats.confirmButton"),
          callbackData: `chats:drop:${chat}:${shortId(accountId)}`,
        },
        { text: language.text("chats.keepButton"), callbackData: "chats:list" },
      ],
    ],
  };
}

/** Told to the chat that was unlinked. */
export const chatUnlinkedView = (language: Localizer): RenderedMessage =>
  withMenuButton(language, language.html("chats.unlinkedHere"));
