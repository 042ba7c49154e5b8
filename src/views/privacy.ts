import { shortId } from "../domain/short-id.ts";
import type { Localizer, MessageKey } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import { withMenuButton } from "./menu.ts";

const button = (language: Localizer, key: MessageKey, callbackData: string): MessageButton => ({
  text: language.text(key),
  callbackData,
});

/** What is kept, for how long, and what can be done about it. */
export function privacyView(language: Localizer, { isPending }: { isPending: boolean }): RenderedMessage {
  const text = language.html("privacy.text");
  return {
    text: isPending ? `${language.html("privacy.pending")}\n\n${text}` : text,
    keyboard: [
      [button(language, "privacy.exportButton", "privacy:export")],
      [
        isPending
          ? button(language, "privacy.takeBackButton", "privacy:keep")
          : button(language, "privacy.deleteButton", "privacy:delete"),
      ],
      [
        button(language, "start.settingsButton", "settings:open"),
        button(language, "common.menu", "go:start"),
      ],
    ],
  };
}

/** The account, and how long the question is open, go with the button. `email` is masked. */
export function confirmDeleteView(
  language: Localizer,
  asked: { account: { id: string; email: string; cards: number; otherChats: number } | null; until: string },
): RenderedMessage {
  const { account, until } = asked;
  const lines = account
    ? [
        language.html("privacy.confirmAccount", { email: account.email, count: account.cards }),
        ...(account.otherChats > 0
          ? [language.html("privacy.otherChats", { count: account.otherChats })]
          : []),
      ]
    : [language.html("privacy.confirmChat")];
  const scopes = account
    ? [
        [button(language, "privacy.confirmAccountButton", `privacy:sure:${shortId(account.id)}:${until}`)],
        [button(language, "privacy.confirmChatButton", `privacy:sure:chat:${until}`)],
      ]
    : [[button(language, "privacy.confirmChatButton", `privacy:sure:chat:${until}`)]];
  return {
    text: [...lines, language.html("privacy.staysOfOrders")].join("\n\n"),
    keyboard: [...scopes, [button(language, "privacy.keepButton", "privacy:show")]],
  };
}

/** Money is on its way first. */
export const deletionWaitsView = (language: Localizer, numbers: readonly string[]): RenderedMessage => ({
  text: language.html("privacy.waits", { orders: language.format.list([...numbers]) }),
  keyboard: [
    [button(language, "privacy.takeBackButton", "privacy:keep")],
    [button(language, "common.menu", "go:start")],
  ],
});

/** The last word, without a button: there is nobody left to press one. */
export const deletedView = (language: Localizer): RenderedMessage => ({
  text: language.html("privacy.deleted"),
  keyboard: [],
});

/** Told to the other chats of a deleted account. */
export const accountDeletedView = (language: Localizer): RenderedMessage =>
  withMenuButton(language, language.html("privacy.accountDeleted"));
