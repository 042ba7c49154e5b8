import { conflict, refusal } from "./refusal.ts";
import type { Update } from "./telegram-objects.ts";
import type { UpdateQueue } from "./update-queue.ts";

export interface Poll {
  /** Pending updates at once, or what arrives within the time; a second asker ends the first with 409. */
  ask(limit: number, timeoutSeconds: number, signal: AbortSignal | undefined): Promise<Update[]>;
  wake(): void;
  /** Ends the open poll with 409 and that reason. */
  interrupt(reason: string): void;
  close(): void;
}

interface Asker {
  limit: number;
  answer(updates: Update[]): void;
  refuse(reason: Error): void;
}

const PARALLEL = "terminated by other getUpdates request; make sure that only one bot instance is running";

export function createPoll(updates: UpdateQueue): Poll {
  let asker: Asker | undefined;
  let closed = false;

  const interrupt = (reason: string) => asker?.refuse(conflict(reason));
  return {
    interrupt,
    ask(limit, timeoutSeconds, signal) {
      if (closed) return Promise.reject(refusal(502, "Bad Gateway"));
      interrupt(PARALLEL);
      const ready = updates.oldest(limit);
      if (ready.length > 0 || timeoutSeconds === 0 || signal?.aborted) return Promise.resolve(ready);
      return new Promise((resolve, reject) => {
        const leave = () => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", giveUp);
          if (asker === self) asker = undefined;
        };
        const self: Asker = {
          limit,
          answer(found) {
            leave();
            resolve(found);
          },
          refuse(reason) {
            leave();
            reject(reason);
          },
        };
        const giveUp = () => self.answer([]);
        const timer = setTimeout(giveUp, timeoutSeconds * 1000);
        signal?.addEventListener("abort", giveUp);
        asker = self;
      });
    },
    wake() {
      if (asker) asker.answer(updates.oldest(asker.limit));
    },
    close() {
      closed = true;
      asker?.answer([]);
    },
  };
}
