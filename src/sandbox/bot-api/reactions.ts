import type { SandboxPerson } from "../contracts.ts";
import { chatOf, userOf } from "./chat-objects.ts";
import type { ReactionType } from "./telegram-objects.ts";
import { unixSeconds, type World } from "./world.ts";

/** https://core.telegram.org/bots/api#reactiontypeemoji */
export const STANDARD_REACTIONS = new Set(
  (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 " +
    "👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
  ).split(" "),
);

/** A person reacts to a message, or takes the reaction back; the bot hears of it only if it asked to. */
export function reactAsPerson(
  world: World,
  person: SandboxPerson,
  where: { chatId: number; messageId: number },
  emoji: string | undefined,
): void {
  const chat = world.state.chats.get(where.chatId);
  const stored = chat?.messages.get(where.messageId);
  if (!chat || !stored) throw new Error(`There is no message ${where.messageId} in chat ${where.chatId}`);
  const before = stored.personReactions ?? [];
  const after: ReactionType[] = emoji === undefined ? [] : [{ type: "emoji", emoji }];
  stored.personReactions = after;
  const heard = chat.type === "private" || chat.botStatus === "administrator";
  if (heard) {
    world.updates.emit("message_reaction", {
      chat: chatOf(world, chat),
      message_id: where.messageId,
      user: userOf(person),
      date: unixSeconds(world),
      old_reaction: before,
      new_reaction: after,
    });
  }
  world.changed(chat.id);
}
