import { chatOf, findUser } from "../chat-objects.ts";
import { changeBotStatus, memberOf } from "../groups.ts";
import { boolean, integer, may, need } from "../kinds.ts";
import { type Methods, method } from "../method.ts";
import { chatParam, checkMembership, findChat } from "../reach-chat.ts";
import { badRequest } from "../refusal.ts";
import type { ChatRecord } from "../state.ts";
import type { World } from "../world.ts";

export const chatMethods: Methods = {
  getChat: method({ chat_id: chatParam }, (world, { chat_id }) => {
    const chat = knownChat(world, chat_id);
    const pinned = chat.messages.get(chat.pinnedMessageIds.at(-1) ?? 0)?.message;
    return {
      ...chatOf(world, chat),
      accent_color_id: 0,
      max_reaction_count: 11,
      accepted_gift_types: {
        unlimited_gifts: false,
        limited_gifts: false,
        unique_gifts: false,
        premium_subscription: false,
        gifts_from_channels: false,
      },
      pinned_message: pinned,
    };
  }),

  getChatMember: method(
    { chat_id: chatParam, user_id: need(integer, "invalid user_id specified") },
    (world, { chat_id, user_id }) => {
      const chat = knownChat(world, chat_id);
      const user = findUser(world)(user_id);
      if (!user) throw badRequest("member not found");
      return memberOf(world, chat, user);
    },
  ),

  getChatMemberCount: method(
    { chat_id: chatParam },
    (world, { chat_id }) => knownChat(world, chat_id).memberIds.length + 1,
  ),

  getChatAdministrators: method(
    { chat_id: chatParam, return_bots: may(boolean) },
    (world, { chat_id, return_bots }) => {
      const chat = knownChat(world, chat_id);
      if (chat.type === "private") throw badRequest("there are no administrators in the private chat");
      const creator = findUser(world)(chat.memberIds[0] ?? 0);
      const administrators = creator ? [memberOf(world, chat, creator)] : [];
      // The bot itself is listed as ever; return_bots is about the others.
      if (chat.botStatus === "administrator" && return_bots !== false) {
        administrators.push(memberOf(world, chat, world.bot));
      }
      return administrators;
    },
  ),

  leaveChat: method({ chat_id: chatParam }, (world, { chat_id }) => {
    const chat = knownChat(world, chat_id);
    if (chat.type === "private") throw badRequest("chat member status can't be changed in private chats");
    changeBotStatus(world, chat, "left", world.bot);
    return true;
  }),
};

function knownChat(world: World, id: number | string): ChatRecord {
  const chat = findChat(world, id);
  if (chat.type !== "private") checkMembership(chat);
  else if (!chat.started) throw badRequest("chat not found");
  return chat;
}
