import type { Messenger } from "../ports/messenger.ts";
import type { Transcript } from "../use-cases/support/transcript.ts";

/** Keeps what the bot says unprompted in private chats, for an agent who joins later. */
export function listenToNotices(messenger: Messenger, transcript: Pick<Transcript, "note">): Messenger {
  const note = (chatId: bigint, text: string) => {
    if (chatId > 0n) transcript.note(chatId, "bot", text, { html: true });
  };
  return {
    ...messenger,
    async send(chatId, message) {
      const outcome = await messenger.send(chatId, message);
      if (outcome.type === "delivered") note(chatId, message.text);
      return outcome;
    },
    async edit(chatId, messageId, message) {
      const outcome = await messenger.edit(chatId, messageId, message);
      if (outcome.type === "delivered") note(chatId, message.text);
      return outcome;
    },
  };
}
