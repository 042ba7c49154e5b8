import { isService } from "./message-content.ts";
import type { ChatRecord } from "./state.ts";
import type { Message } from "./telegram-objects.ts";
import type { World } from "./world.ts";

/** Privacy mode: https://core.telegram.org/bots/features#privacy-mode */
export function isForBot(world: World, chat: ChatRecord, message: Message): boolean {
  if (chat.botStatus === "administrator") return true;
  if (chat.botStatus !== "member") return false;
  if (message.text === undefined) return isService(message);
  if (message.reply_to_message?.from?.id === world.bot.id) return true;
  return (message.entities ?? []).some(({ type, offset, length }) => {
    if (type !== "bot_command") return false;
    const addressee = message.text!.slice(offset, offset + length).split("@")[1];
    return addressee === undefined
      ? chat.botSpoke && offset === 0
      : addressee.toLowerCase() === world.bot.username.toLowerCase();
  });
}
