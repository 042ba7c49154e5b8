import type { Message } from "./telegram-objects.ts";

/** What a copy keeps: the words and the attachments, not who, when, where and which buttons. */
export function contentOf(message: Message): Partial<Message> {
  const { text, entities, caption, caption_entities, link_preview_options } = message;
  const { photo, document, voice, video, audio, animation, sticker, location, contact } = message;
  return {
    text,
    entities,
    link_preview_options,
    photo,
    document,
    voice,
    video,
    audio,
    animation,
    sticker,
    location,
    contact,
    caption,
    caption_entities,
  };
}

/** Told by Telegram, not by anybody: joined, left, became a supergroup. */
export const isService = (message: Message): boolean =>
  Object.values(contentOf(message)).every((part) => part === undefined);
