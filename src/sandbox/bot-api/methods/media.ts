import { attach } from "../attachments.ts";
import { givenFile } from "../file-store.ts";
import { inputMedia } from "../input-media.ts";
import { boolean, float, integer, list, may, need, readShape, type Shape, string } from "../kinds.ts";
import { captionContent } from "../message-text.ts";
import { type Method, type Methods, method } from "../method.ts";
import { messageEntity } from "../object-kinds.ts";
import { postFromBot, sendingShape } from "../post-message.ts";
import { reachChat } from "../reach-chat.ts";
import { badRequest } from "../refusal.ts";
import type { Message } from "../telegram-objects.ts";

const captionShape = {
  caption: may(string),
  parse_mode: may(string),
  caption_entities: may(list(messageEntity)),
};
const shownShape = { show_caption_above_media: may(boolean), has_spoiler: may(boolean) };
const sizeShape = { width: may(integer), height: may(integer), thumbnail: may(string) };

const fileParam = (kind: string) => need(string, `there is no ${kind} in the request`);

const ALBUM_TYPES = ["photo", "video", "document", "audio"];

export const mediaMethods: Methods = {
  sendPhoto: fileMethod("photo", shownShape),
  sendDocument: fileMethod("document", {
    thumbnail: may(string),
    disable_content_type_detection: may(boolean),
  }),
  sendVoice: fileMethod("voice", { duration: may(integer) }),
  sendVideo: fileMethod("video", {
    ...shownShape,
    ...sizeShape,
    duration: may(integer),
    cover: may(string),
    start_timestamp: may(integer),
    supports_streaming: may(boolean),
  }),
  sendAudio: fileMethod("audio", {
    duration: may(integer),
    performer: may(string),
    title: may(string),
    thumbnail: may(string),
  }),
  sendAnimation: fileMethod("animation", { ...shownShape, ...sizeShape, duration: may(integer) }),

  sendSticker: method(
    { ...sendingShape, sticker: fileParam("sticker"), emoji: may(string) },
    (world, params, call) =>
      postFromBot(world, params, () =>
        attach("sticker", givenFile(world, "sticker", params.sticker, call), { emoji: params.emoji }),
      ),
  ),

  /** Two to ten items that appear together; documents and audio do not mix with others. */
  sendMediaGroup: method(
    {
      ...withoutMarkup(sendingShape),
      media: need(list(inputMedia(ALBUM_TYPES)), "there are no media in the request"),
    },
    (world, params, call) => {
      const { media } = params;
      if (media.length < 2 || media.length > 10) {
        throw badRequest(
          media.length < 2 ? "too few media in the album" : "too many messages to send as an album",
        );
      }
      const groups = new Set(media.map(({ type }) => (type === "video" ? "photo" : type)));
      if (groups.size > 1) throw badRequest("Can't use the media of the specified type in the album");
      const chat = reachChat(world, params.chat_id);
      const albumId = `album-${chat.id}-${chat.lastMessageId}`;
      // All of them are read before the first appears: an album comes whole or not at all.
      const contents = media.map(
        (item): Partial<Message> => ({
          media_group_id: albumId,
          ...attach(item.type, givenFile(world, item.type, item.media, call), item),
          ...captionContent(world, { ...item, entities: item.caption_entities }),
        }),
      );
      return contents.map((content) => postFromBot(world, params, () => content));
    },
  ),

  sendLocation: method(
    {
      ...sendingShape,
      latitude: need(float, "latitude is empty"),
      longitude: need(float, "longitude is empty"),
      horizontal_accuracy: may(float),
      live_period: may(integer),
      heading: may(integer),
      proximity_alert_radius: may(integer),
    },
    (world, params) =>
      postFromBot(world, params, () => {
        const { latitude, longitude } = params;
        if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180)
          throw badRequest("wrong location specified");
        return { location: { latitude, longitude } };
      }),
  ),

  sendContact: method(
    {
      ...sendingShape,
      phone_number: need(string, "phone number is empty"),
      first_name: need(string, "first name is empty"),
      last_name: may(string),
      vcard: may(string),
    },
    (world, params) =>
      postFromBot(world, params, () => {
        const { phone_number, first_name, last_name, vcard } = params;
        if (phone_number === "") throw badRequest("phone number is empty");
        if (first_name === "") throw badRequest("first name is empty");
        if (Buffer.byteLength(vcard ?? "") > 2048) throw badRequest("vcard is too long");
        return { contact: { phone_number, first_name, last_name, vcard } };
      }),
  ),

  getFile: method({ file_id: need(string, "file_id is empty") }, ({ state }, { file_id }) => {
    const file = state.files.get(file_id);
    if (!file) throw badRequest("wrong file_id or the file is temporarily unavailable");
    if (file.bytes.length > 20 * 2 ** 20) throw badRequest("file is too big");
    return {
      file_id,
      file_unique_id: file.uniqueId,
      file_size: file.bytes.length,
      file_path: file.path,
    };
  }),
};

/** `sendX`, whose file is in the parameter `x`; `extras` are those only this kind takes. */
function fileMethod(kind: string, extras: Shape): Method {
  const ownShape = { [kind]: fileParam(kind), ...extras };
  const sharedShape = { ...sendingShape, ...captionShape };
  return {
    run(world, values, asText, call) {
      const isOwn = ([name]: [string, unknown]) => Object.hasOwn(ownShape, name);
      const given = Object.entries(values);
      const own = readShape(ownShape, Object.fromEntries(given.filter(isOwn)), asText);
      const shared = readShape(
        sharedShape,
        Object.fromEntries(given.filter((entry) => !isOwn(entry))),
        asText,
      );
      const duration = typeof own.duration === "number" ? own.duration : undefined;
      return postFromBot(world, shared, () => ({
        ...attach(kind, givenFile(world, kind, String(own[kind]), call), { duration }),
        ...captionContent(world, { ...shared, entities: shared.caption_entities }),
      }));
    },
  };
}

function withoutMarkup<S extends { reply_markup: unknown }>({ reply_markup: _, ...rest }: S) {
  return rest;
}
