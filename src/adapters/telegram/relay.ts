import { Api, GrammyError } from "grammy";
import type { InlineKeyboardMarkup, MessageEntity, ReplyParameters } from "grammy/types";
import type { RelayText } from "../../domain/relay.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { AgentRole, Place, Relay, RelayOutcome, ReplyTo } from "../../ports/relay.ts";

const PLAIN = { link_preview_options: { is_disabled: true } } as const;
const HTML = { ...PLAIN, parse_mode: "HTML" } as const;

/** Where a group that became a supergroup is now. */
export interface Moves {
  current(chatId: bigint): bigint;
  /** Keeps that it moved. */
  moved(from: bigint, to: bigint): Promise<void>;
}

const TIMEOUT_SECONDS = 20;

/** Carries messages through the Bot API, without any pace of its own. */
export function createRelay(options: {
  token: string;
  apiRoot: string;
  fetch: typeof fetch;
  moves: Moves;
}): Relay {
  const { moves } = options;
  const api = new Api(options.token, {
    apiRoot: options.apiRoot,
    fetch: options.fetch as never,
    timeoutSeconds: TIMEOUT_SECONDS,
  });
  const calling = (chatId: bigint, call: (chatId: string) => Promise<number[]>) =>
    outcomeOf(() => followingMoves(moves, chatId, call));
  const sending = (to: Place, call: (chatId: string) => Promise<{ message_id: number }>) =>
    calling(to.chatId, async (chatId) => [(await call(chatId)).message_id]);
  const doing = (chatId: bigint, call: (chatId: string) => Promise<unknown>) =>
    calling(chatId, async (id) => {
      await call(id);
      return [];
    });

  return {
    sendText: (to, text, reply) =>
      quoting(reply, (reply_parameters) =>
        sending(to, (chatId) =>
          api.sendMessage(chatId, text.text, {
            ...PLAIN,
            ...inTopic(to),
            ...reply_parameters,
            entities: entitiesOf(text),
          }),
        ),
      ),
    sendView: (to, view) =>
      sending(to, (chatId) =>
        api.sendMessage(chatId, view.text, { ...HTML, ...inTopic(to), reply_markup: markup(view) }),
      ),
    copy: (to, from, { caption, reply }) =>
      quoting(reply, (reply_parameters) =>
        sending(to, (chatId) =>
          api.copyMessage(chatId, from.chatId.toString(), from.messageId, {
            ...inTopic(to),
            ...reply_parameters,
            ...(caption && { caption: caption.text, caption_entities: entitiesOf(caption) }),
          }),
        ),
      ),
    copyAlbum: (to, from) =>
      calling(to.chatId, async (chatId) => {
        const sent = await api.copyMessages(chatId, from.chatId.toString(), from.messageIds, inTopic(to));
        return sent.map(({ message_id }) => message_id);
      }),
    editText: (chatId, messageId, text) =>
      doing(chatId, (id) =>
        api.editMessageText(id, messageId, text.text, { ...PLAIN, entities: entitiesOf(text) }),
      ),
    editCaption: (chatId, messageId, caption) =>
      doing(chatId, (id) =>
        api.editMessageCaption(id, messageId, {
          caption: caption.text,
          caption_entities: entitiesOf(caption),
        }),
      ),
    editView: (chatId, messageId, view) =>
      doing(chatId, (id) =>
        api.editMessageText(id, messageId, view.text, { ...HTML, reply_markup: markup(view) }),
      ),
    react: (chatId, messageId, emoji) =>
      doing(chatId, (id) =>
        api.setMessageReaction(id, messageId, emoji ? [{ type: "emoji", emoji: emoji as "👍" }] : []),
      ),
    pin: (chatId, messageId) =>
      doing(chatId, (id) => api.pinChatMessage(id, messageId, { disable_notification: true })),
    createTopic: (chatId, name) =>
      calling(chatId, async (id) => [(await api.createForumTopic(id, name)).message_thread_id]),
    renameTopic: ({ chatId, threadId }, name) =>
      doing(chatId, (id) => api.editForumTopic(id, threadId!, { name })),
    closeTopic: ({ chatId, threadId }) => doing(chatId, (id) => api.closeForumTopic(id, threadId!)),
    reopenTopic: ({ chatId, threadId }) => doing(chatId, (id) => api.reopenForumTopic(id, threadId!)),
    deleteTopic: ({ chatId, threadId }) => doing(chatId, (id) => api.deleteForumTopic(id, threadId!)),
    currentGroup: moves.current,
    roleOf: (chatId, userId) => roleOf(api, moves.current(chatId).toString(), userId),
  };
}

async function roleOf(api: Api, chatId: string, userId: number): Promise<AgentRole> {
  try {
    const member = await api.getChatMember(chatId, userId);
    switch (member.status) {
      case "creator":
      case "administrator":
        return "administrator";
      case "member":
        return "member";
      case "restricted":
        return member.is_member ? "member" : "outside";
      default:
        return "outside";
    }
  } catch (error) {
    if (error instanceof GrammyError && error.error_code === 400) return "outside";
    throw error;
  }
}

/** Tries again without the quote where Telegram does not find it in the message it names. */
async function quoting(
  reply: ReplyTo | undefined,
  send: (options: { reply_parameters?: ReplyParameters }) => Promise<RelayOutcome>,
): Promise<RelayOutcome> {
  if (!reply) return send({});
  const reply_parameters = { message_id: reply.messageId, allow_sending_without_reply: true };
  if (reply.quote === undefined) return send({ reply_parameters });
  const outcome = await send({ reply_parameters: { ...reply_parameters, quote: reply.quote } });
  return outcome.type === "refused" && /quote/i.test(outcome.reason) ? send({ reply_parameters }) : outcome;
}

async function followingMoves<Value>(
  moves: Moves,
  chatId: bigint,
  call: (chatId: string) => Promise<Value>,
): Promise<Value> {
  const current = moves.current(chatId);
  try {
    return await call(current.toString());
  } catch (error) {
    const movedTo = error instanceof GrammyError ? error.parameters.migrate_to_chat_id : undefined;
    if (movedTo === undefined) throw error;
    await moves.moved(current, BigInt(movedTo));
    return call(movedTo.toString());
  }
}

/** Telegram's refusals as data; what is worth another try is thrown. */
async function outcomeOf(call: () => Promise<number[]>): Promise<RelayOutcome> {
  try {
    return { type: "delivered", messageIds: await call() };
  } catch (error) {
    if (!(error instanceof GrammyError)) throw error;
    const { error_code: code, description: reason, parameters } = error;
    if (code === 429) return { type: "wait", seconds: parameters.retry_after ?? 1 };
    if (/message is not modified|TOPIC_NOT_MODIFIED/.test(reason)) {
      return { type: "delivered", messageIds: [] };
    }
    if (/message thread not found|TOPIC_DELETED|TOPIC_ID_INVALID/.test(reason)) {
      return { type: "topic_gone" };
    }
    if (/not a forum|TOPIC_CLOSED|not enough rights.*topic|CHAT_ADMIN_REQUIRED/i.test(reason)) {
      return { type: "no_topics", reason };
    }
    if (code === 403 || /chat not found|user is deactivated/.test(reason)) return { type: "unreachable" };
    if (code === 400) return { type: "refused", reason };
    throw error;
  }
}

const inTopic = ({ threadId }: Place) => (threadId === undefined ? {} : { message_thread_id: threadId });

const entitiesOf = ({ entities }: RelayText) => entities as unknown as MessageEntity[];

const markup = ({ keyboard = [] }: RenderedMessage): InlineKeyboardMarkup => ({
  inline_keyboard: keyboard.map((row) =>
    row.map((button) =>
      "url" in button
        ? { text: button.text, url: button.url }
        : { text: button.text, callback_data: button.callbackData },
    ),
  ),
});
