const TYPING_MS = 5_000;

/** The "typing…" line: five seconds of real time, or until the bot's message arrives. */
export interface Typing {
  start(chatId: number): void;
  stop(chatId: number): void;
  isOn(chatId: number): boolean;
  close(): void;
}

export function createTyping(changed: (chatId: number) => void): Typing {
  const timers = new Map<number, NodeJS.Timeout>();

  const stop = (chatId: number) => {
    const timer = timers.get(chatId);
    if (!timer) return;
    clearTimeout(timer);
    timers.delete(chatId);
    changed(chatId);
  };
  return {
    stop,
    start(chatId) {
      clearTimeout(timers.get(chatId));
      timers.set(chatId, setTimeout(stop, TYPING_MS, chatId).unref());
      changed(chatId);
    },
    isOn: (chatId) => timers.has(chatId),
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
