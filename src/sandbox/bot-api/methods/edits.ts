import { isDeepStrictEqual } from "node:util";
import { attach } from "../attachments.ts";
import { givenFile } from "../file-store.ts";
import { inputMedia } from "../input-media.ts";
import { boolean, chatId, integer, list, may, need, string } from "../kinds.ts";
import { captionContent, textContent } from "../message-text.ts";
import { type Methods, method } from "../method.ts";
import {
  type GivenInlineKeyboard,
  inlineKeyboardMarkup,
  linkPreviewOptions,
  messageEntity,
} from "../object-kinds.ts";
import { replaceMessage } from "../post-message.ts";
import { chatParam, findChat, reachChat } from "../reach-chat.ts";
import { badRequest } from "../refusal.ts";
import { keepInline } from "../reply-markup.ts";
import type { ChatRecord, StoredMessage } from "../state.ts";
import type { Message } from "../telegram-objects.ts";
import { unixSeconds, type World } from "../world.ts";

const NOT_MODIFIED =
  "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";
const MEDIA_TYPES = ["animation", "audio", "document", "photo", "video"];
/** Whatever a message was before it became something else. */
const NO_CONTENT: Partial<Message> = {
  ...{ text: undefined, entities: undefined, caption: undefined, caption_entities: undefined },
  ...{ photo: undefined, document: undefined, video: undefined, audio: undefined, animation: undefined },
  link_preview_options: undefined,
};
const DELETABLE_FOR_SECONDS = 48 * 3600;

const targetShape = {
  chat_id: may(chatId),
  message_id: may(integer),
  reply_markup: may(inlineKeyboardMarkup),
};

interface Target {
  chat_id?: number | string;
  message_id?: number;
  reply_markup?: GivenInlineKeyboard;
}

export const editMethods: Methods = {
  editMessageText: method(
    {
      ...targetShape,
      text: need(string, "message text is empty"),
      parse_mode: may(string),
      entities: may(list(messageEntity)),
      link_preview_options: may(linkPreviewOptions),
    },
    (world, params) =>
      edit(world, params, ({ message }) => {
        const content = textContent(world, params, "MESSAGE_TOO_LONG");
        if (message.text === undefined) throw badRequest("there is no text in the message to edit");
        return content;
      }),
  ),

  editMessageCaption: method(
    {
      ...targetShape,
      caption: may(string),
      parse_mode: may(string),
      caption_entities: may(list(messageEntity)),
      show_caption_above_media: may(boolean),
    },
    (world, params) =>
      edit(world, params, ({ message }) => {
        const { caption = "", parse_mode, caption_entities } = params;
        const content = captionContent(world, { caption, parse_mode, entities: caption_entities });
        if (!hasCaption(message)) throw badRequest("there is no caption in the message to edit");
        return content;
      }),
  ),

  /** A text or a medium becomes another medium; in an album only what may stand there. */
  editMessageMedia: method(
    { ...targetShape, media: need(inputMedia(MEDIA_TYPES), "media is not specified") },
    (world, params, call) =>
      edit(world, params, ({ message }) => {
        const { media } = params;
        if (!mayBecomeMedia(message)) throw badRequest("message can't be edited");
        if (message.media_group_id !== undefined && !isOfAlbum(message, media.type)) {
          throw badRequest("Can't use the media of the specified type in the album");
        }
        return {
          ...NO_CONTENT,
          ...attach(media.type, givenFile(world, media.type, media.media, call), media),
          ...captionContent(world, { ...media, entities: media.caption_entities }),
        };
      }),
  ),

  editMessageReplyMarkup: method(targetShape, (world, params) => edit(world, params, () => ({}))),

  deleteMessage: method(
    { chat_id: chatParam, message_id: need(integer, "message identifier is not specified") },
    (world, params) => {
      const chat = findChat(world, params.chat_id);
      const stored = chat.messages.get(params.message_id);
      if (!stored) throw badRequest("message to delete not found");
      checkDeletable(world, chat, stored.message);
      chat.messages.delete(params.message_id);
      world.changed(chat.id);
      return true;
    },
  ),

  /** Messages that cannot be found are skipped, as the real method does. */
  deleteMessages: method({ chat_id: chatParam, message_ids: need(list(integer)) }, (world, params) => {
    const { length } = params.message_ids;
    if (length === 0) throw badRequest("message identifiers are not specified");
    if (length > 100) throw badRequest("too many message identifiers specified");
    const chat = findChat(world, params.chat_id);
    const found = params.message_ids.filter((id) => chat.messages.has(id));
    for (const id of found) checkDeletable(world, chat, chat.messages.get(id)!.message);
    for (const id of found) chat.messages.delete(id);
    if (found.length > 0) world.changed(chat.id);
    return true;
  }),
};

/** An edit without `reply_markup` takes the buttons away, whatever else it changes. */
function edit(world: World, target: Target, content: (stored: StoredMessage) => Partial<Message>): Message {
  if (target.chat_id === undefined) throw badRequest("chat_id is empty");
  if (target.message_id === undefined) throw badRequest("message identifier is not specified");
  const chat = reachChat(world, target.chat_id);
  const stored = chat.messages.get(target.message_id);
  if (!stored) throw badRequest("message to edit not found");
  if (!isEditable(world, stored)) throw badRequest("message can't be edited");
  const changes = { ...content(stored), reply_markup: keepInline(target.reply_markup, chat) };
  const before = stored.message;
  if (isDeepStrictEqual(visible({ ...before, ...changes }), visible(before))) throw badRequest(NOT_MODIFIED);
  const message = replaceMessage(stored, { ...changes, edit_date: unixSeconds(world) });
  world.changed(chat.id);
  return message;
}

const isEditable = (world: World, { message, hasReplyKeyboard }: StoredMessage) =>
  message.from?.id === world.bot.id && !hasReplyKeyboard && !message.forward_origin;

/** What an edit can change; the same file sent anew is the same. */
const visible = (message: Message) => [
  message.text,
  message.entities,
  message.caption,
  message.caption_entities,
  message.reply_markup,
  ...attachmentsOf(message).map((attachment) => attachment && JSON.stringify(attachment)),
];

const attachmentsOf = ({ photo, document, video, audio, animation }: Message) => [
  photo,
  document,
  video,
  audio,
  animation,
];

const mayBecomeMedia = (message: Message) =>
  message.text !== undefined || attachmentsOf(message).some((attachment) => attachment !== undefined);

function isOfAlbum({ audio, document }: Message, type: string): boolean {
  if (audio) return type === "audio";
  return document ? type === "document" : type === "photo" || type === "video";
}

const hasCaption = ({ photo, document, video, voice, audio, animation }: Message) =>
  [photo, document, video, voice, audio, animation].some((attachment) => attachment !== undefined);

function checkDeletable(world: World, chat: ChatRecord, message: Message): void {
  const isOwn = message.from?.id === world.bot.id;
  if (chat.type !== "private" && !isOwn && chat.botStatus !== "administrator") {
    throw badRequest("message can't be deleted");
  }
  const mayAlways = chat.type === "supergroup" && chat.botStatus === "administrator";
  if (!mayAlways && unixSeconds(world) - message.date > DELETABLE_FOR_SECONDS) {
    throw badRequest("message can't be deleted for everyone");
  }
}
