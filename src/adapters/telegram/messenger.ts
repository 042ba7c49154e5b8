import { Api, GrammyError, InputFile } from "grammy";
import type { InlineKeyboardButton } from "grammy/types";
import type { DeliveryOutcome, MessageButton, Messenger, RenderedMessage } from "../../ports/messenger.ts";

const OPTIONS = { parse_mode: "HTML", link_preview_options: { is_disabled: true } } as const;

/** A chat that does not answer for so long is tried again later; the others do not wait for it. */
const TIMEOUT_SECONDS = 20;

/** Says things through the Bot API, without any pace of its own. */
export function createMessenger(options: { token: string; apiRoot: string; fetch: typeof fetch }): Messenger {
  const api = new Api(options.token, {
    apiRoot: options.apiRoot,
    fetch: options.fetch as never,
    timeoutSeconds: TIMEOUT_SECONDS,
  });
  const send = (chatId: bigint, message: RenderedMessage) =>
    outcomeOf(() => followingMoves(chatId.toString(), (to) => sendTo(to, message)));

  async function sendTo(to: string, message: RenderedMessage): Promise<Sent> {
    const { text, photo, silent } = message;
    const options = { parse_mode: OPTIONS.parse_mode, reply_markup: markup(message) };
    const more = { ...options, ...(silent && { disable_notification: true }) };
    if (!photo) {
      const { message_id } = await api.sendMessage(to, text, { ...OPTIONS, ...more });
      return { messageId: message_id };
    }
    const picture = "fileId" in photo ? photo.fileId : new InputFile(photo.bytes, "picture");
    const sent = await api.sendPhoto(to, picture, { ...more, caption: text });
    return { messageId: sent.message_id, fileId: sent.photo.at(-1)?.file_id };
  }

  return {
    send,
    async edit(chatId, messageId, message) {
      const outcome = await outcomeOf(async () => {
        await api.editMessageText(chatId.toString(), messageId, message.text, {
          ...OPTIONS,
          reply_markup: markup(message),
        });
        return { messageId };
      });
      if (outcome.type !== "refused") return outcome;
      if (/message is not modified/.test(outcome.reason)) return { type: "delivered", messageId };
      return send(chatId, message);
    },
    async removeButtons(chatId, messageId) {
      await outcomeOf(async () => {
        await api.editMessageReplyMarkup(chatId.toString(), messageId, {
          reply_markup: { inline_keyboard: [] },
        });
        return { messageId };
      });
    },
  };
}

/** A group that became a supergroup has another id, which the refusal of the old one tells. */
async function followingMoves<Value>(
  chatId: string,
  call: (chatId: string) => Promise<Value>,
): Promise<Value> {
  try {
    return await call(chatId);
  } catch (error) {
    const movedTo = error instanceof GrammyError ? error.parameters.migrate_to_chat_id : undefined;
    if (movedTo === undefined) throw error;
    return call(movedTo.toString());
  }
}

interface Sent {
  messageId: number;
  fileId?: string | undefined;
}

/** Telegram's refusals as data; what is worth another try is thrown. */
async function outcomeOf(call: () => Promise<Sent>): Promise<DeliveryOutcome> {
  try {
    return { type: "delivered", ...(await call()) };
  } catch (error) {
    if (!(error instanceof GrammyError)) throw error;
    if (error.error_code === 403 || /chat not found|user is deactivated/.test(error.description)) {
      return { type: "unreachable" };
    }
    if (error.error_code === 429) return { type: "wait", seconds: error.parameters.retry_after ?? 1 };
    if (error.error_code === 400) return { type: "refused", reason: error.description };
    throw error;
  }
}

const markup = ({ keyboard = [] }: RenderedMessage) => ({
  inline_keyboard: keyboard.map((row) => row.map(toButton)),
});

const toButton = (button: MessageButton): InlineKeyboardButton =>
  "url" in button
    ? { text: button.text, url: button.url }
    : { text: button.text, callback_data: button.callbackData };
