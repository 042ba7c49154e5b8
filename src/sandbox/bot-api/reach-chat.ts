import { chatId, need } from "./kinds.ts";
import { badRequest, forbidden, refusal } from "./refusal.ts";
import type { ChatRecord } from "./state.ts";
import type { World } from "./world.ts";

/** The parameter that names a chat, with Telegram's sentence for its absence. */
export const chatParam = need(chatId, "chat_id is empty");

/** The chat, whatever the bot may do there. */
export function findChat(world: World, id: number | string): ChatRecord {
  if (id === "") throw badRequest("chat_id is empty");
  const chat = typeof id === "number" ? world.state.chats.get(id) : undefined;
  if (!chat) throw badRequest("chat not found");
  if (chat.migratedTo !== undefined) {
    throw refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", {
      migrate_to_chat_id: chat.migratedTo,
    });
  }
  return chat;
}

/** The chat, if the bot may write there. */
export function reachChat(world: World, id: number | string): ChatRecord {
  if (id === world.bot.id) throw forbidden("bot can't send messages to bots");
  const chat = findChat(world, id);
  if (chat.type === "private") {
    if (chat.blocked) throw forbidden("bot was blocked by the user");
    if (!chat.started) throw forbidden("bot can't initiate conversation with a user");
    return chat;
  }
  checkMembership(chat);
  return chat;
}

/** The chat, if the bot is in it. */
export function checkMembership(chat: ChatRecord): void {
  if (chat.botStatus === "kicked") throw forbidden(`bot was kicked from the ${chat.type} chat`);
  if (chat.botStatus === "left") throw forbidden(`bot is not a member of the ${chat.type} chat`);
}

/** A forum's topic that takes messages; none outside a topic. */
export function checkThread(chat: ChatRecord, threadId: number | undefined): void {
  if (threadId === undefined) return;
  const topic = chat.topics.get(threadId);
  if (!topic) throw badRequest("message thread not found");
  if (topic.closed && chat.botStatus !== "administrator") throw badRequest("TOPIC_CLOSED");
}
