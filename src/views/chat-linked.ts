import type { Localizer } from "../i18n/localizer.ts";
import type { RenderedMessage } from "../ports/messenger.ts";
import { withMenuButton } from "./menu.ts";

/** `name` is what the other chat's person calls themselves in Telegram. One press from here leads to unlinking it. */
export function chatLinkedView(
  language: Localizer,
  { id, name }: { id: bigint; name: string },
): RenderedMessage {
  const { text, keyboard = [] } = withMenuButton(language, language.html("link.otherChat", { name }));
  return {
    text,
    keyboard: [
      [{ text: language.text("chats.unlinkButton", { name }), callbackData: `chats:ask:${id}` }],
      ...keyboard,
    ],
  };
}
