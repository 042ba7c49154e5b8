import type { Localizer } from "../i18n/localizer.ts";
import type { RenderedMessage } from "../ports/messenger.ts";
import { withMenuButton } from "./menu.ts";

/** `name` is what the other chat's person calls themselves in Telegram. */
export function chatLinkedView(language: Localizer, { name }: { name: string }): RenderedMessage {
  return withMenuButton(language, language.html("link.otherChat", { name }));
}
