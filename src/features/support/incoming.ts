import type { Message } from "grammy/types";
import { plainText } from "../../bot/arrival.ts";
import type { RelayContent, TextEntity } from "../../domain/relay.ts";
import type { Incoming } from "../../use-cases/support/queue-relay.ts";

/** What a copy can carry words under. */
const CAPTIONED = ["photo", "video", "animation", "audio", "document", "voice"] as const;
const KINDS = [
  "text",
  // An animation is a document as well.
  ...CAPTIONED.toSorted((a, b) => Number(a === "document") - Number(b === "document")),
  "sticker",
  "video_note",
  "venue",
  "location",
  "contact",
  "poll",
  "dice",
  "story",
  "game",
  "checklist",
  "paid_media",
  "giveaway",
  "invoice",
] as const;

const LONGEST_EXCERPT = 300;

/** A message as it is carried on; undefined for what Telegram writes by itself. */
export function readIncoming(message: Message): Incoming | undefined {
  const what = KINDS.find((kind) => kind in message);
  if (what === undefined) return undefined;
  return {
    chatId: BigInt(message.chat.id),
    messageId: message.message_id,
    kind: what === "text" ? "text" : "copy",
    albumId: message.media_group_id,
    content: {
      what,
      captioned: (CAPTIONED as readonly string[]).includes(what),
      ...wordsOf(message),
      ...answeredBy(message),
    },
  };
}

/** The words of a message, with their formatting. */
export function wordsOf(message: Message): Pick<RelayContent, "text" | "entities"> {
  const text = message.text ?? message.caption ?? "";
  const entities = (message.entities ?? message.caption_entities ?? []) as unknown as TextEntity[];
  // A custom emoji of somebody else's is not for bots to send: the plain one takes its place.
  return { text: plainText(text), entities: entities.filter(({ type }) => type !== "custom_emoji") };
}

function answeredBy(message: Message): Pick<RelayContent, "replyTo" | "quote" | "excerpt"> {
  const answered = message.reply_to_message;
  // In a topic everything answers the topic's beginning.
  if (!answered || answered.forum_topic_created) return {};
  const quote = message.quote?.text;
  const excerpt = plainText(quote ?? answered.text ?? answered.caption ?? "").slice(0, LONGEST_EXCERPT);
  return {
    replyTo: answered.message_id,
    ...(quote !== undefined && { quote: plainText(quote) }),
    ...(excerpt !== "" && { excerpt }),
  };
}
