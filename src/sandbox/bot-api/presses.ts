/** What the person gets to see after pressing a button. */
export interface PressAnswer {
  text?: string;
  showAlert: boolean;
  url?: string;
}

/** People waiting for the answer to a callback query. */
export interface Presses {
  wait(queryId: string, timeoutMs: number): Promise<PressAnswer | undefined>;
  answer(queryId: string, answer: PressAnswer): void;
  close(): void;
}

export function createPresses(): Presses {
  const waiting = new Map<string, (answer: PressAnswer | undefined) => void>();

  return {
    wait: (queryId, timeoutMs) =>
      new Promise((resolve) => {
        const settle = (answer: PressAnswer | undefined) => {
          clearTimeout(timer);
          waiting.delete(queryId);
          resolve(answer);
        };
        const timer = setTimeout(settle, timeoutMs, undefined);
        waiting.set(queryId, settle);
      }),
    answer: (queryId, answer) => waiting.get(queryId)?.(answer),
    close() {
      for (const settle of waiting.values()) settle(undefined);
    },
  };
}
