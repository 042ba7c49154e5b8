import type { GivenScope } from "./object-kinds.ts";
import type { ChatRecord, State } from "./state.ts";
import type { BotCommand } from "./telegram-objects.ts";

/** Where a command list is kept: one for each scope and language. */
export const commandsKey = (scope: GivenScope | undefined, languageCode = ""): string =>
  [scope?.type ?? "default", scope?.chat_id ?? "", scope?.user_id ?? "", languageCode].join("|");

/** Telegram knows two letters of a person's language: `zh` for `zh-hans`. */
export const commandLanguage = (languageCode: string | undefined): string =>
  languageCode?.split(/[-_]/)[0]?.toLowerCase() ?? "";

/**
 * The commands somebody sees in a chat: the narrowest scope that has a list, in their language before
 * without one. https://core.telegram.org/bots/api#determining-list-of-commands
 */
export function commandsFor(
  state: State,
  chat: ChatRecord,
  userId: number,
  languageCode: string | undefined,
): BotCommand[] {
  const language = commandLanguage(languageCode);
  for (const scope of scopesOf(chat, userId)) {
    const found = state.commands.get(commandsKey(scope, language)) ?? state.commands.get(commandsKey(scope));
    if (found) return found;
  }
  return [];
}

function scopesOf(chat: ChatRecord, userId: number): GivenScope[] {
  const chat_id = chat.id;
  if (chat.type === "private") {
    return [{ type: "chat", chat_id }, { type: "all_private_chats" }, { type: "default" }];
  }
  const isAdministrator = chat.memberIds[0] === userId;
  return [
    { type: "chat_member", chat_id, user_id: userId },
    ...(isAdministrator ? [{ type: "chat_administrators", chat_id }] : []),
    { type: "chat", chat_id },
    ...(isAdministrator ? [{ type: "all_chat_administrators" }] : []),
    { type: "all_group_chats" },
    { type: "default" },
  ];
}
