import type { InlineKeyboardMarkup, Message } from "./telegram-objects.ts";

/** One result as it would be sent. */
export interface KeptResult {
  id: string;
  title: string;
  description?: string | undefined;
  content: Partial<Message> & { text: string };
  markup?: InlineKeyboardMarkup | undefined;
}

export interface InlineAnswer {
  results: KeptResult[];
  nextOffset: string;
  button?: { text: string; startParameter: string } | undefined;
}

/** What people type behind the bot's name in any chat, and what the bot offers them for it. */
export interface InlineQueries {
  /** BotFather's switch. */
  isOn: boolean;
  wait(queryId: string, timeoutMs: number): Promise<InlineAnswer | undefined>;
  /** False: nobody asked this, or too long ago. */
  answer(queryId: string, answer: InlineAnswer): boolean;
  close(): void;
}

export function createInlineQueries(): InlineQueries {
  const waiting = new Map<string, (answer: InlineAnswer | undefined) => void>();

  return {
    isOn: true,
    wait: (queryId, timeoutMs) =>
      new Promise((resolve) => {
        const settle = (answer: InlineAnswer | undefined) => {
          clearTimeout(timer);
          waiting.delete(queryId);
          resolve(answer);
        };
        const timer = setTimeout(settle, timeoutMs, undefined);
        waiting.set(queryId, settle);
      }),
    answer(queryId, answer) {
      const settle = waiting.get(queryId);
      settle?.(answer);
      return settle !== undefined;
    },
    close() {
      for (const settle of waiting.values()) settle(undefined);
    },
  };
}
