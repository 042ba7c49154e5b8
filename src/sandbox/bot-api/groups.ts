import { chatOf, userOf } from "./chat-objects.ts";
import { plainText } from "./entities/formatted-text.ts";
import { isService } from "./message-content.ts";
import { someOf } from "./message-text.ts";
import { findPerson, replyTo } from "./person.ts";
import { storeMessage } from "./post-message.ts";
import { type BotStatus, type ChatRecord, createChatRecord } from "./state.ts";
import type { Message, User } from "./telegram-objects.ts";
import { unixSeconds, type World } from "./world.ts";

/** Beyond 32 bits, as Telegram's may be. */
const FIRST_GROUP_ID = -5_000_000_000;
const FIRST_SUPERGROUP_ID = -1_002_000_000_000;

export interface GroupKind {
  type?: "group" | "supergroup";
  /** Topics; makes it a supergroup. */
  isForum?: boolean;
  /** The bot becomes an administrator at once, and so sees every message. */
  asAdministrator?: boolean;
}

export interface GroupPlace {
  replyToMessageId?: number;
  /** A forum's topic. */
  threadId?: number;
}

/** What people can do with the bot in groups. */
export interface GroupActions {
  add(personId: number, title: string, kind?: GroupKind): number;
  send(personId: number, chatId: number, text: string, where?: GroupPlace): number;
  setBotStatus(chatId: number, status: BotStatus, byPersonId?: number): void;
  /** The basic group becomes a supergroup with another id, which it answers. */
  upgrade(chatId: number): number;
}

export function createGroupActions(world: World): GroupActions {
  const { state, updates } = world;

  const makeGroup = (title: string, kind: GroupKind, memberIds: number[]): ChatRecord => {
    const isForum = kind.isForum === true;
    const type = isForum ? "supergroup" : (kind.type ?? "group");
    state.groupsMade += 1;
    const id = (type === "group" ? FIRST_GROUP_ID : FIRST_SUPERGROUP_ID) - state.groupsMade;
    const chat = { ...createChatRecord(id, type, title, memberIds), isForum };
    state.chats.set(id, chat);
    return chat;
  };

  const write = (chat: ChatRecord, content: Partial<Message>): Message => {
    const message = storeMessage(world, chat, content);
    if (isForBot(world, chat, message)) updates.emit("message", message);
    world.changed(chat.id);
    return message;
  };

  return {
    add(personId, title, kind = {}) {
      const person = userOf(findPerson(world, personId));
      const chat = { ...makeGroup(title, kind, [personId]), botStatus: "left" as BotStatus };
      state.chats.set(chat.id, chat);
      changeBotStatus(world, chat, kind.asAdministrator ? "administrator" : "member", person);
      write(chat, { from: person, new_chat_members: [world.bot] });
      return chat.id;
    },

    send(personId, chatId, text, where = {}) {
      const chat = findGroup(world, chatId);
      if (!chat.memberIds.includes(personId)) chat.memberIds.push(personId);
      const formatted = plainText(text);
      const { threadId } = where;
      return write(chat, {
        from: userOf(findPerson(world, personId)),
        text: formatted.text,
        entities: someOf(formatted),
        reply_to_message: replyTo(chat, where.replyToMessageId),
        ...(threadId !== undefined && { message_thread_id: threadId, is_topic_message: true }),
      }).message_id;
    },

    setBotStatus(chatId, status, byPersonId) {
      const chat = findGroup(world, chatId);
      const by = findPerson(world, byPersonId ?? chat.memberIds[0] ?? 0);
      const wasThere = chat.botStatus === "member" || chat.botStatus === "administrator";
      changeBotStatus(world, chat, status, userOf(by));
      if (wasThere && (status === "left" || status === "kicked")) {
        const message = storeMessage(world, chat, { from: userOf(by), left_chat_member: world.bot });
        updates.emit("message", message); // the last thing it hears from there
        world.changed(chat.id);
      }
    },

    upgrade(chatId) {
      const group = findGroup(world, chatId);
      if (group.type !== "group") throw new Error(`Chat ${chatId} is a supergroup already`);
      const from = userOf(findPerson(world, group.memberIds[0] ?? 0));
      const supergroup = makeGroup(group.title, { type: "supergroup" }, [...group.memberIds]);
      supergroup.botStatus = group.botStatus;
      write(group, { from, migrate_to_chat_id: supergroup.id });
      write(supergroup, { from, migrate_from_chat_id: group.id });
      group.migratedTo = supergroup.id;
      return supergroup.id;
    },
  };
}

function findGroup(world: World, chatId: number): ChatRecord {
  const chat = world.state.chats.get(chatId);
  if (!chat || chat.type === "private") throw new Error(`Chat ${chatId} is no group of the sandbox`);
  return chat;
}

/** Sets the bot's standing in a group and tells the bot, as Telegram does even when it was thrown out. */
export function changeBotStatus(world: World, chat: ChatRecord, status: BotStatus, by: User): void {
  const before = memberOf(world, chat, world.bot);
  if (chat.botStatus === status) return;
  chat.botStatus = status;
  world.updates.emit("my_chat_member", {
    chat: chatOf(world, chat),
    from: by,
    date: unixSeconds(world),
    old_chat_member: before,
    new_chat_member: memberOf(world, chat, world.bot),
  });
  world.changed(chat.id);
}

/** Telegram's ChatMember. */
export function memberOf(world: World, chat: ChatRecord, user: User) {
  if (user.id !== world.bot.id) {
    if (chat.type !== "private" && user.id === chat.memberIds[0]) {
      return { user, status: "creator", is_anonymous: false };
    }
    return { user, status: chat.memberIds.includes(user.id) ? "member" : "left" };
  }
  if (chat.botStatus === "kicked") return { user, status: "kicked", until_date: 0 };
  if (chat.botStatus !== "administrator") return { user, status: chat.botStatus };
  return {
    user,
    status: "administrator",
    can_be_edited: false,
    is_anonymous: false,
    can_manage_chat: true,
    can_delete_messages: true,
    can_manage_video_chats: true,
    can_restrict_members: true,
    can_promote_members: false,
    can_change_info: true,
    can_invite_users: true,
    can_pin_messages: true,
    can_manage_topics: chat.isForum,
    can_post_stories: false,
    can_edit_stories: false,
    can_delete_stories: false,
  };
}

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
