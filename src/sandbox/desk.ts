import type { BotApiStandIn } from "./bot-api/index.ts";
import type { PersonSends, SandboxPerson, ShownMessage } from "./contracts.ts";

/** Who works at the sample desk; the first made the group and so is its administrator. */
export const sampleAgents: readonly SandboxPerson[] = [
  { id: 7_640_118_205, firstName: "Mia", languageCode: "en" },
  { id: 7_655_730_914, firstName: "Jun", languageCode: "en" },
];

/** A message of the group as its window shows it. */
export interface DeskMessage extends ShownMessage {
  threadId?: number | undefined;
  author: string;
  /** Absent: the bot. */
  agentId?: number | undefined;
}

/** The support group as the page shows it. */
export interface ShownDesk {
  chatId: number;
  agents: { id: number; name: string; administrator: boolean }[];
  topics: { threadId: number; name: string; closed: boolean }[];
  messages: DeskMessage[];
}

/** The sample support group: a forum with two agents and the bot as an administrator. */
export interface SampleDesk {
  chatId: number;
  show(): ShownDesk;
  send(
    agentId: number,
    what: PersonSends,
    where: { threadId?: number | undefined; replyToMessageId?: number | undefined },
  ): number;
  press(agentId: number, messageId: number, callbackData: string): ReturnType<BotApiStandIn["press"]>;
}

const MESSAGES_SHOWN = 400;

/** Opens the group that was kept under `keptChatId`, or makes a new one. */
export function openSampleDesk(botApi: BotApiStandIn, keptChatId: number | undefined): SampleDesk {
  for (const agent of sampleAgents) {
    if (!botApi.people().some(({ id }) => id === agent.id)) botApi.addPerson(agent);
  }
  const [founder, ...others] = sampleAgents.map(({ id }) => id);
  const chatId =
    keptChatId !== undefined && isThere(botApi, keptChatId)
      ? keptChatId
      : botApi.addToGroup(founder!, "Support desk", { isForum: true, asAdministrator: true });
  for (const id of others) botApi.joinGroup(id, chatId);

  return {
    chatId,
    show() {
      const { messages, topics } = botApi.group(chatId);
      const rawById = new Map(messages.map((message) => [message.message_id, message]));
      return {
        chatId,
        agents: sampleAgents.map(({ id, firstName }) => ({
          ...{ id, name: firstName },
          administrator: id === founder,
        })),
        topics,
        messages: botApi
          .chat(chatId)
          .messages.slice(-MESSAGES_SHOWN)
          .map((message) => {
            const raw = rawById.get(message.messageId);
            return {
              ...message,
              threadId: raw?.message_thread_id,
              author: raw?.from?.first_name ?? "",
              agentId: message.from === "bot" ? undefined : raw?.from?.id,
            };
          }),
      };
    },
    send: (agentId, what, { threadId, replyToMessageId }) =>
      botApi.sendToGroup(agentId, chatId, what, {
        ...(threadId !== undefined && { threadId }),
        ...(replyToMessageId !== undefined && { replyToMessageId }),
      }),
    press: (agentId, messageId, callbackData) =>
      botApi.press(agentId, messageId, callbackData, undefined, chatId),
  };
}

function isThere(botApi: BotApiStandIn, chatId: number): boolean {
  try {
    botApi.group(chatId);
    return true;
  } catch {
    return false;
  }
}
