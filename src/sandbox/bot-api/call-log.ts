import type { ApiCall } from "../contracts.ts";

const KEPT = 10_000;

/** The bot's newest calls, oldest first. */
export interface CallLog {
  add(call: ApiCall): void;
  all(): ApiCall[];
}

export function createCallLog(): CallLog {
  let calls: ApiCall[] = [];
  return {
    add(call) {
      calls.push(call);
      if (calls.length >= 2 * KEPT) calls = calls.slice(-KEPT);
    },
    all: () => calls.slice(-KEPT),
  };
}
