/** Telegram's objects as far as the stand-in makes them: https://core.telegram.org/bots/api#available-types */

export interface User {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
}

export interface Chat {
  id: number;
  type: "private" | "group" | "supergroup";
  title?: string;
  username?: string;
  first_name?: string;
  last_name?: string;
  is_forum?: true;
}

export interface MessageEntity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  user?: User;
  language?: string;
  custom_emoji_id?: string;
}

export interface InlineKeyboardButton {
  text: string;
  icon_custom_emoji_id?: string;
  style?: string;
  url?: string;
  callback_data?: string;
  web_app?: { url: string };
  login_url?: { url: string };
  switch_inline_query?: string;
  switch_inline_query_current_chat?: string;
  switch_inline_query_chosen_chat?: object;
  copy_text?: { text: string };
  pay?: boolean;
}

export interface InlineKeyboardMarkup {
  inline_keyboard: InlineKeyboardButton[][];
}

interface FileFacts {
  file_id: string;
  file_unique_id: string;
  file_size?: number;
}

export interface PhotoSize extends FileFacts {
  width: number;
  height: number;
}

export interface Attachments {
  photo?: PhotoSize[];
  document?: FileFacts & { file_name?: string; mime_type?: string };
  voice?: FileFacts & { duration: number; mime_type?: string };
  video?: FileFacts & {
    width: number;
    height: number;
    duration: number;
    file_name?: string;
    mime_type?: string;
  };
  audio?: FileFacts & { duration: number; file_name?: string; mime_type?: string };
  animation?: FileFacts & {
    width: number;
    height: number;
    duration: number;
    file_name?: string;
    mime_type?: string;
  };
  sticker?: FileFacts & {
    type: "regular";
    width: number;
    height: number;
    is_animated: boolean;
    is_video: boolean;
    emoji?: string;
  };
  location?: { latitude: number; longitude: number };
  contact?: {
    phone_number: string;
    first_name: string;
    last_name?: string;
    user_id?: number;
    vcard?: string;
  };
}

export interface Message extends Attachments {
  message_id: number;
  message_thread_id?: number;
  from?: User;
  date: number;
  chat: Chat;
  is_topic_message?: true;
  forward_origin?: { type: "user"; sender_user: User; date: number };
  reply_to_message?: Message;
  quote?: { text: string; position: number; is_manual?: true };
  edit_date?: number;
  has_protected_content?: true;
  media_group_id?: string;
  text?: string;
  entities?: MessageEntity[];
  link_preview_options?: object;
  caption?: string;
  caption_entities?: MessageEntity[];
  reply_markup?: InlineKeyboardMarkup;
  new_chat_members?: User[];
  left_chat_member?: User;
  migrate_to_chat_id?: number;
  migrate_from_chat_id?: number;
  forum_topic_created?: { name: string; icon_color: number };
  forum_topic_edited?: { name?: string };
  forum_topic_closed?: Record<string, never>;
  forum_topic_reopened?: Record<string, never>;
  pinned_message?: Message;
}

export interface BotCommand {
  command: string;
  description: string;
}

export interface Update {
  update_id: number;
  [kind: string]: unknown;
}

export type ReactionType = { type: "emoji"; emoji: string };
