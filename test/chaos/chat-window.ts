import type { BotApi, ShownMessage } from "../../src/sandbox/contracts.ts";

/** What one person has on the screen, and the patience to wait for it. */
export interface ChatWindow {
  /** The bot's messages, oldest first. */
  heard(): ShownMessage[];
  /** The first answer of `look` that is not undefined; undefined when patience ends before. */
  sees<Value>(look: () => Value | undefined, patienceMs: number): Promise<Value | undefined>;
}

/** Looks only when something has changed in a chat. */
export function createChatWindows(botApi: BotApi) {
  const waitingByChat = new Map<number, Set<() => void>>();
  botApi.onChange((chatId) => {
    for (const wake of waitingByChat.get(chatId) ?? []) wake();
  });

  function change(chatId: number, patienceMs: number): Promise<void> {
    const waiting = waitingByChat.get(chatId) ?? new Set();
    waitingByChat.set(chatId, waiting);
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, patienceMs);
      waiting.add(wake);
    });
  }

  return (chatId: number): ChatWindow => ({
    heard: () => botApi.chat(chatId).messages.filter(({ from }) => from === "bot"),
    async sees(look, patienceMs) {
      const end = Date.now() + patienceMs;
      for (;;) {
        const value = look();
        if (value !== undefined) return value;
        const left = end - Date.now();
        if (left <= 0) return undefined;
        await change(chatId, left);
      }
    },
  });
}

export type ChatWindows = ReturnType<typeof createChatWindows>;

/** Everything the bot ever showed in a chat, messages that were changed since included: what a person has read. */
export interface Transcript {
  of(chatId: number): ReadonlySet<string>;
}

export function createTranscript(botApi: BotApi): Transcript {
  const textsByChat = new Map<number, Set<string>>();
  botApi.onChange((chatId) => {
    const texts = textsByChat.get(chatId) ?? new Set();
    textsByChat.set(chatId, texts);
    for (const { from, text } of botApi.chat(chatId).messages) if (from === "bot") texts.add(text);
  });
  return { of: (chatId) => textsByChat.get(chatId) ?? new Set() };
}
