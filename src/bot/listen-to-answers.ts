import type { Transformer } from "grammy";
import type { Transcript } from "../use-cases/support/transcript.ts";

/** Keeps what the bot says in private chats, for an agent who joins later. */
export function listenToAnswers(transcript: Pick<Transcript, "note">): Transformer {
  return async (call, method, payload, signal) => {
    const answer = await call(method, payload, signal);
    if (answer.ok && (method === "sendMessage" || method === "editMessageText")) {
      const { chat_id: chatId, text } = payload as { chat_id?: number | string; text?: string };
      if (text !== undefined && Number(chatId) > 0)
        transcript.note(BigInt(chatId!), "bot", text, { html: true });
    }
    return answer;
  };
}
