import { boolean, chatId, choice, integer, type Kind, list, may, need, object, string } from "./kinds.ts";

/** Objects that methods take, as https://core.telegram.org/bots/api#available-types has them. */

const user = object("user", {
  id: need(integer),
  is_bot: may(boolean),
  first_name: may(string),
  last_name: may(string),
  username: may(string),
  language_code: may(string),
});

export const messageEntity = object("MessageEntity", {
  type: need(string),
  offset: need(integer),
  length: need(integer),
  url: may(string),
  user: may(user),
  language: may(string),
  custom_emoji_id: may(string),
});

export const linkPreviewOptions = object("link preview options", {
  is_disabled: may(boolean),
  url: may(string),
  prefer_small_media: may(boolean),
  prefer_large_media: may(boolean),
  show_above_text: may(boolean),
});

export const replyParameters = object("reply parameters", {
  message_id: need(integer),
  chat_id: may(chatId),
  allow_sending_without_reply: may(boolean),
  quote: may(string),
  quote_parse_mode: may(string),
  quote_entities: may(list(messageEntity)),
  quote_position: may(integer),
});

const webApp = object("web app", { url: need(string) });

const inlineKeyboardButton = object("inline keyboard button", {
  text: need(string),
  icon_custom_emoji_id: may(string),
  style: may(string),
  url: may(string),
  callback_data: may(string),
  web_app: may(webApp),
  login_url: may(
    object("login url", {
      url: need(string),
      forward_text: may(string),
      bot_username: may(string),
      request_write_access: may(boolean),
    }),
  ),
  switch_inline_query: may(string),
  switch_inline_query_current_chat: may(string),
  switch_inline_query_chosen_chat: may(
    object("chosen chat", {
      query: may(string),
      allow_user_chats: may(boolean),
      allow_bot_chats: may(boolean),
      allow_group_chats: may(boolean),
      allow_channel_chats: may(boolean),
    }),
  ),
  copy_text: may(object("copy text button", { text: need(string) })),
  pay: may(boolean),
});

export const inlineKeyboardMarkup = object("inline keyboard markup", {
  inline_keyboard: need(list(list(inlineKeyboardButton))),
});

const keyboardButtonObject = object("keyboard button", {
  text: need(string),
  icon_custom_emoji_id: may(string),
  style: may(string),
  request_contact: may(boolean),
  request_location: may(boolean),
  web_app: may(webApp),
});

/** A button that is only text may be given as that text. */
const keyboardButton: Kind<{ text: string }> = {
  name: "keyboard button",
  read: (value) => (typeof value === "string" ? { text: value } : keyboardButtonObject.read(value, false)),
};

const replyKeyboardMarkup = object("reply keyboard markup", {
  keyboard: need(list(list(keyboardButton))),
  is_persistent: may(boolean),
  resize_keyboard: may(boolean),
  one_time_keyboard: may(boolean),
  input_field_placeholder: may(string),
  selective: may(boolean),
});

const replyKeyboardRemove = object("reply keyboard remove", {
  remove_keyboard: need(boolean),
  selective: may(boolean),
});

const forceReply = object("force reply", {
  force_reply: need(boolean),
  input_field_placeholder: may(string),
  selective: may(boolean),
});

type KindOf<K> = K extends Kind<infer T> ? T : never;
export type GivenEntity = KindOf<typeof messageEntity>;
export type GivenInlineKeyboard = KindOf<typeof inlineKeyboardMarkup>;
export type GivenReplyMarkup =
  | GivenInlineKeyboard
  | KindOf<typeof replyKeyboardMarkup>
  | KindOf<typeof replyKeyboardRemove>
  | KindOf<typeof forceReply>;

export const replyMarkup = choice<GivenReplyMarkup>("reply markup", (fields) => {
  if ("inline_keyboard" in fields) return inlineKeyboardMarkup;
  if ("keyboard" in fields) return replyKeyboardMarkup;
  if ("remove_keyboard" in fields) return replyKeyboardRemove;
  return "force_reply" in fields ? forceReply : undefined;
});

export const botCommand = object("BotCommand", { command: need(string), description: need(string) });

const plainScope = object("BotCommandScope", { type: need(string) });
const chatScope = object("BotCommandScope", { type: need(string), chat_id: need(chatId) });
const memberScope = object("BotCommandScope", {
  type: need(string),
  chat_id: need(chatId),
  user_id: need(integer),
});

export interface GivenScope {
  type: string;
  chat_id?: number | string;
  user_id?: number;
}

export const botCommandScope = choice<GivenScope>("BotCommandScope", ({ type }) => {
  if (type === "chat" || type === "chat_administrators") return chatScope;
  if (type === "chat_member") return memberScope;
  const plain = ["default", "all_private_chats", "all_group_chats", "all_chat_administrators"];
  return typeof type === "string" && plain.includes(type) ? plainScope : undefined;
});

export const reactionType = object("ReactionType", { type: need(string), emoji: need(string) });

export interface GivenMenuButton {
  type: string;
  text?: string;
  web_app?: { url: string };
}

const plainMenuButton = object("MenuButton", { type: need(string) });
const webAppMenuButton = object("MenuButton", {
  type: need(string),
  text: need(string),
  web_app: need(webApp),
});

export const menuButton = choice<GivenMenuButton>("MenuButton", ({ type }) => {
  if (type === "web_app") return webAppMenuButton;
  return type === "commands" || type === "default" ? plainMenuButton : undefined;
});
