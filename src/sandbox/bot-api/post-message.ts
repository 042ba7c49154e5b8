import { chatOf } from "./chat-objects.ts";
import { boolean, integer, may, string } from "./kinds.ts";
import { type GivenReplyMarkup, replyMarkup, replyParameters } from "./object-kinds.ts";
import { chatParam, checkThread, reachChat } from "./reach-chat.ts";
import { badRequest } from "./refusal.ts";
import { keepMarkup } from "./reply-markup.ts";
import type { ChatRecord, StoredMessage } from "./state.ts";
import type { Message } from "./telegram-objects.ts";
import { unixSeconds, type World } from "./world.ts";

/** Older messages of a chat are forgotten, so that a long benchmark ends. */
const KEPT_PER_CHAT = 3_000;

/** What every method that sends something takes. */
export const sendingShape = {
  chat_id: chatParam,
  message_thread_id: may(integer),
  disable_notification: may(boolean),
  protect_content: may(boolean),
  allow_paid_broadcast: may(boolean),
  message_effect_id: may(string),
  reply_parameters: may(replyParameters),
  reply_markup: may(replyMarkup),
};

export interface Sending {
  chat_id: number | string;
  message_thread_id?: number;
  disable_notification?: boolean;
  protect_content?: boolean;
  reply_parameters?: {
    message_id: number;
    chat_id?: number | string;
    allow_sending_without_reply?: boolean;
    quote?: string;
  };
  reply_markup?: GivenReplyMarkup;
}

/** The bot's message appears in the chat. Content is made once the chat is known to be reachable. */
export function postFromBot(
  world: World,
  sending: Sending,
  content: (chat: ChatRecord) => Partial<Message>,
): Message {
  const chat = reachChat(world, sending.chat_id);
  checkThread(chat, sending.message_thread_id);
  const made = content(chat);
  const markup = keepMarkup(sending.reply_markup, chat);
  const message = storeMessage(
    world,
    chat,
    {
      from: world.bot,
      ...inThread(sending.message_thread_id),
      ...made,
      reply_to_message: repliedTo(chat, sending.reply_parameters),
      quote: quoteOf(sending.reply_parameters),
      reply_markup: markup.inline,
      has_protected_content: sending.protect_content ? true : undefined,
    },
    { silent: sending.disable_notification === true, hasReplyKeyboard: markup.isReplyKeyboard || undefined },
  );
  chat.botSpoke = true;
  world.typing.stop(chat.id);
  world.changed(chat.id);
  return message;
}

/** Gives a message the chat's next id and keeps it. */
export function storeMessage(
  world: World,
  chat: ChatRecord,
  content: Partial<Message>,
  facts: { silent: boolean; hasReplyKeyboard?: true | undefined } = { silent: false },
): Message {
  chat.lastMessageId += 1;
  const message: Message = {
    message_id: chat.lastMessageId,
    from: content.from,
    chat: chatOf(world, chat),
    date: unixSeconds(world),
    ...content,
  };
  chat.messages.set(message.message_id, { message, ...facts });
  if (chat.messages.size > KEPT_PER_CHAT) chat.messages.delete(chat.messages.keys().next().value!);
  return message;
}

/** Puts new content in a message's place; what was handed out before stays as it was. */
export function replaceMessage(stored: StoredMessage, changes: Partial<Message>): Message {
  stored.message = { ...stored.message, ...changes };
  return stored.message;
}

const inThread = (threadId: number | undefined): Partial<Message> =>
  threadId === undefined ? {} : { message_thread_id: threadId, is_topic_message: true };

function repliedTo(chat: ChatRecord, reply: Sending["reply_parameters"]): Message | undefined {
  if (!reply) return undefined;
  const isHere = reply.chat_id === undefined || reply.chat_id === chat.id;
  const stored = isHere ? chat.messages.get(reply.message_id) : undefined;
  if (!stored && !reply.allow_sending_without_reply) throw badRequest("message to be replied not found");
  const words = stored?.message.text ?? stored?.message.caption ?? "";
  if (stored && reply.quote !== undefined && (reply.quote === "" || !words.includes(reply.quote))) {
    throw badRequest("QUOTE_TEXT_INVALID");
  }
  return stored && withoutReply(stored.message);
}

const quoteOf = (reply: Sending["reply_parameters"]): Message["quote"] =>
  reply?.quote === undefined ? undefined : { text: reply.quote, position: 0 };

/** `reply_to_message` never nests. */
export const withoutReply = ({ reply_to_message: _, ...message }: Message): Message => message;
