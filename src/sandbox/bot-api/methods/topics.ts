import { dropTopic } from "../groups.ts";
import { integer, may, need, string } from "../kinds.ts";
import { type Methods, method } from "../method.ts";
import { storeMessage } from "../post-message.ts";
import { chatParam, reachChat } from "../reach-chat.ts";
import { badRequest } from "../refusal.ts";
import type { ChatRecord, TopicRecord } from "../state.ts";
import type { Message } from "../telegram-objects.ts";
import type { World } from "../world.ts";

const COLORS = [7322096, 16766590, 13338331, 9367192, 16749490, 16478047];

const topicShape = { chat_id: chatParam, message_thread_id: need(integer, "message thread not found") };

/** Topics of a forum; a topic's id is that of the service message that made it. */
export const topicMethods: Methods = {
  createForumTopic: method(
    {
      chat_id: chatParam,
      name: need(string, "topic name is empty"),
      icon_color: may(integer),
      icon_custom_emoji_id: may(string),
    },
    (world, { chat_id, name, icon_color: iconColor = COLORS[0]! }) => {
      const chat = forum(world, chat_id);
      checkName(name);
      if (!COLORS.includes(iconColor)) throw badRequest("TOPIC_ICON_COLOR_INVALID");
      const threadId = chat.lastMessageId + 1;
      say(world, chat, threadId, { forum_topic_created: { name, icon_color: iconColor } });
      chat.topics.set(threadId, { name, iconColor, closed: false });
      return { message_thread_id: threadId, name, icon_color: iconColor };
    },
  ),

  editForumTopic: method(
    { ...topicShape, name: may(string), icon_custom_emoji_id: may(string) },
    (world, { chat_id, message_thread_id, name }) => {
      const { chat, topic } = find(world, chat_id, message_thread_id);
      if (name === undefined || name === "" || name === topic.name) throw badRequest("TOPIC_NOT_MODIFIED");
      checkName(name);
      topic.name = name;
      say(world, chat, message_thread_id, { forum_topic_edited: { name } });
      return true;
    },
  ),

  closeForumTopic: method(topicShape, (world, { chat_id, message_thread_id }) => {
    const { chat, topic } = find(world, chat_id, message_thread_id);
    if (topic.closed) throw badRequest("TOPIC_NOT_MODIFIED");
    topic.closed = true;
    say(world, chat, message_thread_id, { forum_topic_closed: {} });
    return true;
  }),

  reopenForumTopic: method(topicShape, (world, { chat_id, message_thread_id }) => {
    const { chat, topic } = find(world, chat_id, message_thread_id);
    if (!topic.closed) throw badRequest("TOPIC_NOT_MODIFIED");
    topic.closed = false;
    say(world, chat, message_thread_id, { forum_topic_reopened: {} });
    return true;
  }),

  /** The topic goes with all its messages. */
  deleteForumTopic: method(topicShape, (world, { chat_id, message_thread_id }) => {
    const { chat } = find(world, chat_id, message_thread_id);
    dropTopic(chat, message_thread_id);
    world.changed(chat.id);
    return true;
  }),
};

function forum(world: World, chatId: number | string): ChatRecord {
  const chat = reachChat(world, chatId);
  if (!chat.isForum) throw badRequest("the chat is not a forum");
  if (chat.botStatus !== "administrator") throw badRequest("not enough rights to create a topic");
  return chat;
}

function find(world: World, chatId: number | string, threadId: number) {
  const chat = forum(world, chatId);
  const topic: TopicRecord | undefined = chat.topics.get(threadId);
  if (!topic) throw badRequest("message thread not found");
  return { chat, topic };
}

function checkName(name: string): void {
  if (name.trim() === "") throw badRequest("topic name is empty");
  if (name.length > 128) throw badRequest("TOPIC_TITLE_INVALID");
}

function say(world: World, chat: ChatRecord, threadId: number, content: Partial<Message>): void {
  storeMessage(world, chat, {
    from: world.bot,
    message_thread_id: threadId,
    is_topic_message: true,
    ...content,
  });
  world.changed(chat.id);
}
