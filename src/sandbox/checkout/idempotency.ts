import { idempotencyConflict, isApiError, keyInUse } from "./api-error.ts";
import type { CheckoutState } from "./state.ts";

export interface Answer {
  status: number;
  body: unknown;
  replayed?: boolean;
  /** The request that did the work. */
  originalRequest?: string;
}

export interface Attempted {
  key: string;
  requestId: string;
  /** Equal for equal requests. */
  fingerprint: string;
  work(): Answer;
  /** Awaited after the work, while the key is still held. */
  hold(): Promise<void>;
}

const dayInSeconds = 86_400;

/**
 * Runs each key once: for a day the same key with the same parameters gets the first answer again,
 * refusals of work that had begun included. https://docs.stripe.com/api/idempotent_requests
 */
export function createIdempotency(state: CheckoutState, seconds: () => number) {
  const running = new Set<string>();

  return async function once({ key, requestId, fingerprint, work, hold }: Attempted): Promise<Answer> {
    forgetOld();
    if (running.has(key)) throw keyInUse(key);
    const kept = state.answers.get(key);
    if (kept) {
      if (kept.fingerprint !== fingerprint) {
        throw idempotencyConflict(
          `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
        );
      }
      return { status: kept.status, body: kept.body, replayed: true, originalRequest: kept.requestId };
    }
    running.add(key);
    try {
      const answer = runToKeep(work);
      state.answers.set(key, { created: seconds(), fingerprint, requestId, ...structuredClone(answer) });
      await hold();
      return { ...answer, originalRequest: requestId };
    } finally {
      running.delete(key);
    }
  };

  function forgetOld(): void {
    for (const [key, kept] of state.answers) {
      if (kept.created > seconds() - dayInSeconds) return;
      state.answers.delete(key);
    }
  }
}

function runToKeep(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (isApiError(error) && error.begun) return { status: error.httpStatus, body: { error: error.body } };
    throw error;
  }
}
