import type { PersonSends } from "../contracts.ts";
import { chatOf, userOf } from "./chat-objects.ts";
import { plainText } from "./entities/formatted-text.ts";
import { someOf } from "./message-text.ts";
import { type AlbumItem, contentOf, findPerson, replyTo } from "./person.ts";
import { storeMessage } from "./post-message.ts";
import { isForBot } from "./privacy-mode.ts";
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

/** A group's window: raw messages, and where they stand. */
export interface ShownGroup {
  messages: Message[];
  topics: { threadId: number; name: string; closed: boolean }[];
  /** What the pinned messages say. */
  pinned: string[];
}

/** What people can do with the bot in groups. */
export interface GroupActions {
  add(personId: number, title: string, kind?: GroupKind): number;
  send(personId: number, chatId: number, what: string | PersonSends, where?: GroupPlace): number;
  sendAlbum(personId: number, chatId: number, items: AlbumItem[], where?: GroupPlace): number[];
  /** Somebody becomes a member, or is one no more; the bot is told if it asked to be. */
  setMember(personId: number, chatId: number, isMember: boolean): void;
  /** An administrator closes a topic, or opens it again. */
  setTopicClosed(personId: number, chatId: number, threadId: number, closed: boolean): void;
  /** An administrator deletes a topic with everything in it; nobody is told. */
  deleteTopic(chatId: number, threadId: number): void;
  /** The group as its members see it. */
  show(chatId: number): ShownGroup;
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

  const said = (what: string | PersonSends): Partial<Message> => {
    if (typeof what !== "string" && what.kind !== "text") return contentOf(world, what);
    const formatted = plainText(typeof what === "string" ? what : what.text);
    return { text: formatted.text, entities: someOf(formatted) };
  };

  const placed = (chat: ChatRecord, personId: number, where: GroupPlace): Partial<Message> => {
    const { threadId, replyToMessageId: answered } = where;
    return {
      from: userOf(findPerson(world, personId)),
      // In a topic, what answers nothing answers its beginning.
      reply_to_message: replyTo(chat, answered ?? threadId),
      ...(threadId !== undefined && { message_thread_id: threadId, is_topic_message: true }),
    };
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

    send(personId, chatId, what, where = {}) {
      const chat = findGroup(world, chatId);
      if (!chat.memberIds.includes(personId)) chat.memberIds.push(personId);
      return write(chat, { ...said(what), ...placed(chat, personId, where) }).message_id;
    },

    sendAlbum(personId, chatId, items, where = {}) {
      const chat = findGroup(world, chatId);
      const albumId = `album-${chatId}-${chat.lastMessageId}`;
      const place = placed(chat, personId, where);
      return items.map(
        (item) => write(chat, { ...said(item), ...place, media_group_id: albumId }).message_id,
      );
    },

    setMember(personId, chatId, isMember) {
      const chat = findGroup(world, chatId);
      const user = userOf(findPerson(world, personId));
      const before = memberOf(world, chat, user);
      chat.memberIds = chat.memberIds.filter((id) => id !== personId);
      if (isMember) chat.memberIds.push(personId);
      const after = memberOf(world, chat, user);
      const about = { chat: chatOf(world, chat), from: user, date: unixSeconds(world) };
      if (chat.botStatus === "administrator") {
        updates.emit("chat_member", { ...about, old_chat_member: before, new_chat_member: after });
      }
    },

    setTopicClosed(personId, chatId, threadId, closed) {
      const chat = findGroup(world, chatId);
      const topic = chat.topics.get(threadId);
      if (!topic || topic.closed === closed) throw new Error(`Topic ${threadId} cannot be changed so`);
      topic.closed = closed;
      const event = closed ? { forum_topic_closed: {} } : { forum_topic_reopened: {} };
      write(chat, { ...event, ...placed(chat, personId, { threadId }) });
    },

    deleteTopic(chatId, threadId) {
      dropTopic(findGroup(world, chatId), threadId);
      world.changed(chatId);
    },

    show(chatId) {
      const chat = findGroup(world, chatId);
      const texts = chat.pinnedMessageIds.map((id) => chat.messages.get(id)?.message.text ?? "");
      return {
        messages: [...chat.messages.values()].map(({ message }) => message),
        topics: [...chat.topics].map(([threadId, { name, closed }]) => ({ threadId, name, closed })),
        pinned: texts,
      };
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

/** A topic goes with all its messages. */
export function dropTopic(chat: ChatRecord, threadId: number): void {
  chat.topics.delete(threadId);
  for (const [id, { message }] of chat.messages) {
    if (message.message_thread_id === threadId) chat.messages.delete(id);
  }
  chat.pinnedMessageIds = chat.pinnedMessageIds.filter((id) => chat.messages.has(id));
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
