import { boolean, choice, integer, list, may, need, object, string } from "./kinds.ts";
import { messageEntity } from "./object-kinds.ts";

/** An item of an album, or what a message becomes: https://core.telegram.org/bots/api#inputmedia */
const inputMediaShape = object("InputMedia", {
  type: need(string),
  media: need(string),
  caption: may(string),
  parse_mode: may(string),
  caption_entities: may(list(messageEntity)),
  show_caption_above_media: may(boolean),
  has_spoiler: may(boolean),
  width: may(integer),
  height: may(integer),
  thumbnail: may(string),
  duration: may(integer),
  supports_streaming: may(boolean),
  disable_content_type_detection: may(boolean),
});

/** Of one of these types and no other. */
export const inputMedia = (types: readonly string[]) =>
  choice("InputMedia", ({ type }) => (types.includes(String(type)) ? inputMediaShape : undefined));
