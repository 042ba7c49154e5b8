import { boolean, integer, list, may, need } from "../kinds.ts";
import { type Methods, method } from "../method.ts";
import { reactionType } from "../object-kinds.ts";
import { chatParam, reachChat } from "../reach-chat.ts";
import { STANDARD_REACTIONS } from "../reactions.ts";
import { badRequest } from "../refusal.ts";
import type { ChatRecord } from "../state.ts";
import type { World } from "../world.ts";

const messageParam = need(integer, "message identifier is not specified");

/** Reactions and pins. */
export const markMethods: Methods = {
  setMessageReaction: method(
    { chat_id: chatParam, message_id: messageParam, reaction: may(list(reactionType)), is_big: may(boolean) },
    (world, { chat_id, message_id, reaction = [] }) => {
      const chat = reachChat(world, chat_id);
      const stored = chat.messages.get(message_id);
      if (!stored) throw badRequest("message to react not found");
      if (reaction.length > 1) throw badRequest("REACTIONS_TOO_MANY"); // bots have one, without premium
      const isStandard = reaction.every(
        ({ type, emoji }) => type === "emoji" && STANDARD_REACTIONS.has(emoji),
      );
      if (!isStandard) throw badRequest("REACTION_INVALID");
      stored.botReactions = reaction.map(({ emoji }) => ({ type: "emoji", emoji }));
      world.changed(chat.id);
      return true;
    },
  ),

  pinChatMessage: method(
    { chat_id: chatParam, message_id: messageParam, disable_notification: may(boolean) },
    (world, { chat_id, message_id }) => {
      const chat = pinnable(world, chat_id);
      if (!chat.messages.has(message_id)) throw badRequest("message to pin not found");
      chat.pinnedMessageIds = [...chat.pinnedMessageIds.filter((id) => id !== message_id), message_id];
      return true;
    },
  ),

  unpinChatMessage: method(
    { chat_id: chatParam, message_id: may(integer) },
    (world, { chat_id, message_id }) => {
      const chat = pinnable(world, chat_id);
      const target = message_id ?? chat.pinnedMessageIds.at(-1);
      if (target === undefined || !chat.pinnedMessageIds.includes(target)) {
        throw badRequest("message to unpin not found");
      }
      chat.pinnedMessageIds = chat.pinnedMessageIds.filter((id) => id !== target);
      return true;
    },
  ),

  unpinAllChatMessages: method({ chat_id: chatParam }, (world, { chat_id }) => {
    pinnable(world, chat_id).pinnedMessageIds = [];
    return true;
  }),
};

function pinnable(world: World, chatId: number | string): ChatRecord {
  const chat = reachChat(world, chatId);
  if (chat.type !== "private" && chat.botStatus !== "administrator") {
    throw badRequest("not enough rights to manage pinned messages in the chat");
  }
  return chat;
}
