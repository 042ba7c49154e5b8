import { createJsonPost } from "./json-post.ts";
import type { State } from "./state.ts";
import type { UpdateQueue } from "./update-queue.ts";

const ANSWER_WITHIN_MS = 10_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Brings pending updates to the webhook: started in their order, up to `max_connections` at once, and
 * again after anything but a 2xx within ten seconds, with growing pauses.
 */
export interface WebhookDelivery {
  wake(): void;
  /** The webhook was set, changed or removed, or the updates were replaced. */
  reset(): void;
  close(): void;
}

export interface WebhookDeliveryDeps {
  state: State;
  updates: UpdateQueue;
  now(): number;
  firstPauseMs: number;
  /** Runs the method call a webhook may answer with. */
  runReply(method: string, params: Record<string, unknown>): Promise<void>;
}

export function createWebhookDelivery(deps: WebhookDeliveryDeps): WebhookDelivery {
  const { state, updates } = deps;
  const post = createJsonPost(ANSWER_WITHIN_MS);
  const inFlight = new Set<number>();
  const failures = new Map<number, number>();
  const pauses = new Map<number, NodeJS.Timeout>();
  let due: number[] = [];
  let nextId = 0;
  let round = 0; // another one with every reset: what fails for an old address says nothing of the new one
  let closed = false;

  const takeNext = (): number | undefined => {
    for (let id = due.shift(); id !== undefined; id = due.shift()) {
      if (state.pending.has(id)) return id;
    }
    while (nextId <= state.lastUpdateId) {
      const id = nextId++;
      if (state.pending.has(id) && !inFlight.has(id) && !pauses.has(id)) return id;
    }
    return undefined;
  };

  const pause = (id: number, reason: string) => {
    if (state.webhook) {
      state.webhook.lastError = { date: Math.floor(deps.now() / 1000), message: reason };
    }
    const failed = (failures.get(id) ?? 0) + 1;
    failures.set(id, failed);
    const pauseMs = Math.min(deps.firstPauseMs * 2 ** (failed - 1), LONGEST_PAUSE_MS);
    const retry = () => {
      pauses.delete(id);
      due.push(id);
      wake();
    };
    pauses.set(id, setTimeout(retry, pauseMs));
  };

  const deliver = async (id: number) => {
    const { url, secretToken } = state.webhook!;
    const body = JSON.stringify(state.pending.get(id));
    const headers = secretToken ? { "x-telegram-bot-api-secret-token": secretToken } : undefined;
    const sentIn = round;
    inFlight.add(id);
    const answer = await post.send(url, body, headers);
    if (closed) return;
    if (answer.status >= 200 && answer.status < 300) {
      await runReply(answer.body);
      failures.delete(id);
      updates.confirm(id);
    } else if (sentIn !== round) {
      due.push(id);
    } else if (state.pending.has(id)) {
      pause(id, answer.failure ?? `Wrong response from the webhook: ${answer.status}`);
    }
    inFlight.delete(id);
    wake();
  };

  const runReply = async (body: string) => {
    if (!body.startsWith("{") || !body.includes('"method"')) return;
    const { method, ...params } = methodCallIn(body);
    if (typeof method === "string") await deps.runReply(method, params);
  };

  const wake = () => {
    while (!closed && state.webhook && inFlight.size < state.webhook.maxConnections) {
      const id = takeNext();
      if (id === undefined) return;
      void deliver(id);
    }
  };

  const forgetPauses = () => {
    for (const timer of pauses.values()) clearTimeout(timer);
    pauses.clear();
    failures.clear();
    due = [];
  };

  return {
    wake,
    reset() {
      round += 1;
      forgetPauses();
      nextId = state.pending.keys().next().value ?? state.lastUpdateId + 1;
      wake();
    },
    close() {
      closed = true;
      forgetPauses();
      post.close();
    },
  };
}

/** Telegram ignores bodies that are no method call. */
function methodCallIn(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return {};
  }
}
