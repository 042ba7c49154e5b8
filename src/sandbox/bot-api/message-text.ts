import { findUser } from "./chat-objects.ts";
import { formatText } from "./entities/formatted-text.ts";
import type { FormattedText } from "./entities/text-markup.ts";
import type { GivenEntity } from "./object-kinds.ts";
import { badRequest } from "./refusal.ts";
import type { Message, MessageEntity } from "./telegram-objects.ts";
import type { World } from "./world.ts";

/** Counted in UTF-16 units, as entities are: never more lenient than Telegram. */
const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;

interface Formatted {
  parse_mode?: string;
  entities?: GivenEntity[];
}

/** The `text` and `entities` of a message; `tooLong` is the sentence, which differs for edits. */
export function textContent(
  world: World,
  { text, parse_mode, entities }: Formatted & { text: string },
  tooLong = "message is too long",
): Partial<Message> & { text: string } {
  const formatted = formatText(text, parse_mode, entities, findUser(world));
  if (formatted.text === "") throw badRequest("message text is empty");
  if (formatted.text.length > MAX_TEXT) throw badRequest(tooLong);
  return { text: formatted.text, entities: someOf(formatted) };
}

export function captionContent(
  world: World,
  { caption, parse_mode, entities }: Formatted & { caption?: string },
): Partial<Message> {
  if (caption === undefined) return {};
  const formatted = formatText(caption, parse_mode, entities, findUser(world));
  if (formatted.text === "") return { caption: undefined, caption_entities: undefined };
  if (formatted.text.length > MAX_CAPTION) throw badRequest("message caption is too long");
  return { caption: formatted.text, caption_entities: someOf(formatted) };
}

export const someOf = ({ entities }: FormattedText): MessageEntity[] | undefined =>
  entities.length > 0 ? entities : undefined;
