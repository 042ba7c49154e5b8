import type { Fault } from "../contracts.ts";
import { refusal } from "./refusal.ts";

/** Faults waiting for calls, hit in the order they were added. */
export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The fault that hits this call, used up by it. */
  take(method: string): Fault | undefined;
}

const SENTENCES: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden: bot was blocked by the user",
  404: "Not Found",
  409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
  500: "Internal Server Error",
  502: "Bad Gateway",
};

export function createFaults(): Faults {
  let waiting: { fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    clear() {
      waiting = [];
    },
    take(method) {
      if (waiting.length === 0) return undefined;
      const found = waiting.find(({ fault }) => matches(fault, method));
      if (!found) return undefined;
      found.left -= 1;
      if (found.left <= 0) waiting = waiting.filter((other) => other !== found);
      return found.fault;
    },
  };
}

/** Polling goes on beside everything else, so only a fault that names it hits it. */
const matches = (fault: Fault, method: string) =>
  fault.method === undefined ? method !== "getUpdates" : fault.method.toLowerCase() === method.toLowerCase();

/** The refusal a fault with a status code answers. */
export function faultRefusal({ code, description, retryAfterSeconds }: Fault & { code: number }): Error {
  if (code !== 429) return refusal(code, description ?? SENTENCES[code] ?? `Error ${code}`);
  const retry_after = retryAfterSeconds ?? 1;
  return refusal(429, description ?? `Too Many Requests: retry after ${retry_after}`, { retry_after });
}
