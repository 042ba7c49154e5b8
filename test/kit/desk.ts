import type { BotApiStandIn } from "../../src/sandbox/bot-api/index.ts";
import type { StoredMessage } from "../../src/sandbox/bot-api/state.ts";
import type { PersonSends } from "../../src/sandbox/contracts.ts";
import type { World } from "./world.ts";

/** Somebody of the support group, with the group on the screen. */
export interface Agent {
  id: number;
  /** Writes in a topic, or outside of all of them. */
  says(text: string, where?: { topic?: number; replyTo?: number }): Promise<number>;
  sends(what: PersonSends, where?: { topic?: number; replyTo?: number }): Promise<number>;
  edits(messageId: number, text: string): Promise<void>;
  /** Presses the newest button with such a label in the group. Answers the toast. */
  presses(label: string): Promise<string | undefined>;
  reacts(messageId: number, emoji: string | undefined): Promise<void>;
}

/** The support group: topics, and what stands in them. */
export interface Desk {
  chatId: number;
  agent(firstName: string): Agent;
  topics(): { threadId: number; name: string; closed: boolean }[];
  /** The only topic there is. */
  topic(): number;
  /** What the bot said in a topic, oldest first; without one: outside of all topics. */
  lines(threadId?: number): string[];
  messages(threadId?: number): StoredMessage["message"][];
  pinned(): string[];
}

/** A forum in which the bot is an administrator; the world's `SUPPORT_CHAT_ID` must be `DESK_ID`. */
export const DESK_ID = "-1002000000001";

export function openDesk(world: World): Desk {
  const botApi = world.sandbox.botApi as BotApiStandIn;
  const founder = 8_000_000_001;
  botApi.addPerson({ id: founder, firstName: "Founder" });
  const chatId = botApi.addToGroup(founder, "Support desk", { isForum: true, asAdministrator: true });
  if (chatId.toString() !== DESK_ID) throw new Error(`The desk's id is ${chatId}, not ${DESK_ID}`);
  let nextId = founder + 1;

  const messages = (threadId?: number) =>
    botApi.group(chatId).messages.filter((message) => message.message_thread_id === threadId);
  return {
    chatId,
    topics: () => botApi.group(chatId).topics,
    topic() {
      const topics = botApi.group(chatId).topics;
      if (topics.length !== 1) throw new Error(`There are ${topics.length} topics`);
      return topics[0]!.threadId;
    },
    lines: (threadId) =>
      messages(threadId)
        .filter(({ from }) => from?.is_bot)
        .flatMap(({ text, caption }) => text ?? caption ?? []),
    messages,
    pinned: () => botApi.group(chatId).pinned,
    agent(firstName) {
      const id = nextId++;
      botApi.addPerson({ id, firstName });
      botApi.joinGroup(id, chatId);
      return {
        id,
        async says(text, where = {}) {
          const sent = botApi.sendToGroup(id, chatId, text, placeOf(where));
          await world.settled();
          return sent;
        },
        async sends(what, where = {}) {
          const sent = botApi.sendToGroup(id, chatId, what, placeOf(where));
          await world.settled();
          return sent;
        },
        async edits(messageId, text) {
          botApi.edit(id, messageId, text, chatId);
          await world.settled();
        },
        async presses(label) {
          for (const { message_id, reply_markup } of botApi.group(chatId).messages.toReversed()) {
            const found = reply_markup?.inline_keyboard.flat().find(({ text }) => text.includes(label));
            if (!found?.callback_data) continue;
            const answer = await botApi.press(id, message_id, found.callback_data, undefined, chatId);
            await world.settled();
            return answer?.text;
          }
          throw new Error(`No button "${label}" in the group`);
        },
        async reacts(messageId, emoji) {
          botApi.react(id, messageId, emoji, chatId);
          await world.settled();
        },
      };
    },
  };
}

const placeOf = ({ topic, replyTo }: { topic?: number; replyTo?: number }) => ({
  ...(topic !== undefined && { threadId: topic }),
  ...(replyTo !== undefined && { replyToMessageId: replyTo }),
});
