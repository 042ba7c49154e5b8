import { boolean, integer, list, may, need, string } from "../kinds.ts";
import { contentOf, isService } from "../message-content.ts";
import { captionContent } from "../message-text.ts";
import { type Methods, method } from "../method.ts";
import { messageEntity } from "../object-kinds.ts";
import { postFromBot, type Sending, sendingShape } from "../post-message.ts";
import { chatParam, findChat } from "../reach-chat.ts";
import { badRequest } from "../refusal.ts";
import type { Message } from "../telegram-objects.ts";
import type { World } from "../world.ts";

const sourceShape = {
  from_chat_id: chatParam,
  message_id: need(integer, "message identifier is not specified"),
};
const severalShape = {
  chat_id: chatParam,
  from_chat_id: chatParam,
  message_ids: need(list(integer), "message identifiers are not specified"),
  message_thread_id: may(integer),
  disable_notification: may(boolean),
  protect_content: may(boolean),
};

export const copyMethods: Methods = {
  copyMessage: method(
    {
      ...sendingShape,
      ...sourceShape,
      caption: may(string),
      parse_mode: may(string),
      caption_entities: may(list(messageEntity)),
      show_caption_above_media: may(boolean),
    },
    (world, params) => {
      const original = originalOf(world, params, "message to copy not found");
      const { message_id } = postFromBot(world, params, () => ({
        ...contentOf(original),
        ...captionContent(world, { ...params, entities: params.caption_entities }),
      }));
      return { message_id };
    },
  ),

  forwardMessage: method(
    {
      ...sourceShape,
      chat_id: chatParam,
      message_thread_id: may(integer),
      disable_notification: may(boolean),
      protect_content: may(boolean),
      message_effect_id: may(string),
    },
    (world, params) => forward(world, params, originalOf(world, params, "message to forward not found")),
  ),

  /** What cannot be found is skipped, as the real methods do. */
  copyMessages: method({ ...severalShape, remove_caption: may(boolean) }, (world, params) => {
    const albums = new Map<string, string>();
    return originalsOf(world, params, "there are no messages to copy").map((original) => {
      const { media_group_id: albumId } = original;
      // An album stays one, under a name of its own.
      const copyOfAlbum = albumId && (albums.get(albumId) ?? `${albumId}-${world.state.lastUpdateId}`);
      if (albumId && copyOfAlbum) albums.set(albumId, copyOfAlbum);
      const content = { ...contentOf(original), ...(copyOfAlbum && { media_group_id: copyOfAlbum }) };
      const copied = params.remove_caption
        ? { ...content, caption: undefined, caption_entities: undefined }
        : content;
      return { message_id: postFromBot(world, params, () => copied).message_id };
    });
  }),

  forwardMessages: method(severalShape, (world, params) =>
    originalsOf(world, params, "there are no messages to forward").map((original) => ({
      message_id: forward(world, params, original).message_id,
    })),
  ),
};

function originalOf(
  world: World,
  source: { from_chat_id: number | string; message_id: number },
  missing: string,
): Message {
  const stored = findChat(world, source.from_chat_id).messages.get(source.message_id);
  if (!stored || isService(stored.message)) throw badRequest(missing);
  if (stored.message.has_protected_content) throw badRequest(missing);
  return stored.message;
}

function originalsOf(
  world: World,
  source: { from_chat_id: number | string; message_ids: number[] },
  missing: string,
): Message[] {
  const ids = source.message_ids;
  if (ids.length < 1 || ids.length > 100) throw badRequest("wrong number of message identifiers specified");
  if (ids.some((id, index) => index > 0 && id <= ids[index - 1]!)) {
    throw badRequest("message identifiers must be in a strictly increasing order");
  }
  const { messages } = findChat(world, source.from_chat_id);
  const found = ids
    .flatMap((id) => messages.get(id)?.message ?? [])
    .filter((message) => !isService(message) && !message.has_protected_content);
  if (found.length === 0) throw badRequest(missing);
  return found;
}

const forward = (world: World, sending: Sending, original: Message): Message =>
  postFromBot(world, sending, () => ({
    ...contentOf(original),
    forward_origin: original.forward_origin ?? {
      type: "user",
      sender_user: original.from ?? world.bot,
      date: original.date,
    },
  }));
