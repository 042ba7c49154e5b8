import type { Traveller } from "./traveller.ts";
import type { World } from "./world.ts";

/** What nobody expects as an answer, by what it is. */
export interface Odd {
  name: string;
  /** Fields of Telegram's message. */
  content: Record<string, unknown>;
}

const text = (name: string, value: string): Odd => ({ name, content: { text: value } });
const file = { file_id: "AgAD-1", file_unique_id: "1", file_size: 100 };
const photo = [{ ...file, width: 1, height: 1 }];

export const oddMessages: Odd[] = [
  text("an emoji", "🙃"),
  text("4,096 characters", "x".repeat(4096)),
  text("4,096 characters in pairs", "🙃".repeat(2048)),
  text("markup", `<b>Hello</b> <script>alert("1")</script> & <a href="tg://user?id=1">you</a>`),
  text("text from right to left", "\u202eمرحبا بالعالم\u202c \u200f"),
  text("nothing one can see", "\u200b\u2060\ufeff"),
  text("a NUL", "a\0b\0"),
  text("half a character", "x\ud83d"),
  text("an unknown command", "/unknown"),
  text("an unknown command with a tail", "/unknown@other_bot <b>x</b>"),
  text("a mention of the bot", "@travel_sim_sandbox_bot"),
  text("sentences about nothing", "Lorem ipsum dolor sit amet, consectetur adipiscing elit."),
  text("keys of an object", "__proto__ constructor {{name}} $t(common.menu)"),
  text("a number with many digits", "9".repeat(400)),
  { name: "a sticker", content: { sticker: { ...file, type: "regular", width: 1, height: 1, emoji: "👍" } } },
  { name: "a photo", content: { photo } },
  { name: "a photo with an empty caption", content: { photo, caption: "" } },
  { name: "a photo with a caption", content: { photo, caption: "<b>qwzxv</b>" } },
  { name: "a voice message", content: { voice: { ...file, duration: 1 } } },
  { name: "a video note", content: { video_note: { ...file, length: 1, duration: 1 } } },
  { name: "a document", content: { document: { ...file, file_name: "<b>.txt" } } },
  { name: "a location", content: { location: { latitude: 35.6, longitude: 139.7 } } },
  { name: "a contact", content: { contact: { phone_number: "+10000000000", first_name: "<b>" } } },
  { name: "dice", content: { dice: { emoji: "🎲", value: 6 } } },
  {
    name: "a poll",
    content: {
      poll: {
        ...{ id: "1", question: "?", options: [], total_voter_count: 0, is_closed: false },
        ...{ is_anonymous: true, type: "regular", allows_multiple_answers: false },
      },
    },
  },
  {
    name: "a forwarded message",
    content: {
      text: "qwzxv",
      forward_origin: { type: "hidden_user", sender_user_name: "Somebody", date: 1_700_000_000 },
    },
  },
];

let made = 900_000;

/** A message as Telegram's servers bring it, whatever its content. */
export function messageFrom(traveller: Pick<Traveller, "id">, content: Record<string, unknown>) {
  const person = { id: traveller.id, first_name: "Alice" };
  const { text: said } = content;
  const [command] = typeof said === "string" ? (/^\/\w+(?:@\w+)?/.exec(said) ?? []) : [];
  return {
    message_id: ++made,
    date: 1_795_000_000,
    chat: { ...person, type: "private" },
    from: { ...person, is_bot: false, language_code: "en" },
    ...(command && { entities: [{ type: "bot_command", offset: 0, length: command.length }] }),
    ...content,
  };
}

/** Sends it, and answers the texts of the messages that the bot sent since. */
export async function answersTo(
  world: World,
  traveller: Traveller,
  content: Record<string, unknown>,
): Promise<string[]> {
  const before = botMessages(traveller).length;
  world.sandbox.botApi.inject({ message: messageFrom(traveller, content) });
  await world.settled();
  return botMessages(traveller)
    .slice(before)
    .map((message) => message.text);
}

export const botMessages = (traveller: Traveller) =>
  traveller.messages().filter(({ from }) => from === "bot");
