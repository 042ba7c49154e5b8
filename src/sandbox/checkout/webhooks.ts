import { createHmac } from "node:crypto";
import type { WebhookMood } from "../contracts.ts";
import { type CheckoutState, type Delivery, type EventRecord, newId } from "./state.ts";

/** What an endpoint made in the dashboard for this bot would subscribe to. */
export const enabledEvents = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "charge.succeeded",
  "charge.refunded",
  "charge.dispute.created",
  "refund.created",
  "refund.updated",
  "refund.failed",
];

/** Stripe waits minutes to hours between its tries; nobody sits in front of a sandbox that long. */
const sandboxPaceMs = [1_000, 2_000, 5_000, 15_000, 60_000, 60_000, 60_000, 60_000, 60_000];

export interface Webhooks {
  /** Sends the event to the endpoint if it subscribes to its type. */
  send(event: EventRecord): void;
  /** Sends what a restored state still owes. */
  resume(): void;
  setMood(mood: WebhookMood): void;
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>;
  close(): void;
}

export interface WebhooksDeps {
  state: CheckoutState;
  now(): Date;
  webhookUrl(): string;
  webhookSecret: string;
  /** Pauses between the tries of one event. */
  retryDelaysMs?: number[];
}

/** Delivers events as Stripe does: signed, all at once, again until they are answered with 2xx. */
export function createWebhooks(deps: WebhooksDeps): Webhooks {
  const { state, now, webhookUrl, webhookSecret, retryDelaysMs = sandboxPaceMs } = deps;
  const closing = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  const waiting = new Set<() => void>();
  let mood: WebhookMood = {};

  return {
    send(event) {
      if (mood.drop || !enabledEvents.includes(event.type)) return;
      event.pending_webhooks = 1;
      for (let copy = 0; copy < (mood.copies ?? 1); copy++) {
        const delivery = { id: newId("we"), eventId: event.id, attempts: 0 };
        state.deliveries.set(delivery.id, delivery);
        schedule(delivery, (mood.delayMs ?? 0) + Math.random() * (mood.jitterMs ?? 0));
      }
    },

    resume() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      for (const delivery of state.deliveries.values()) schedule(delivery, 0);
      tellIdle();
    },

    setMood(next) {
      mood = next;
    },

    idle() {
      if (state.deliveries.size === 0 || closing.signal.aborted) return Promise.resolve();
      return new Promise((resolve) => waiting.add(resolve));
    },

    close() {
      closing.abort();
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      for (const resolve of waiting) resolve();
      waiting.clear();
    },
  };

  function schedule(delivery: Delivery, delayMs: number): void {
    if (closing.signal.aborted) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void deliver(delivery);
    }, delayMs);
    timer.unref();
    timers.add(timer);
  }

  async function deliver(delivery: Delivery): Promise<void> {
    const event = state.events.get(delivery.eventId);
    const answered = event === undefined || (await post(event));
    // Closed, or restored to another state while the answer was awaited.
    if (closing.signal.aborted || state.deliveries.get(delivery.id) !== delivery) return;
    delivery.attempts += 1;
    const pauseMs = retryDelaysMs[delivery.attempts - 1];
    if (!answered && pauseMs !== undefined) return schedule(delivery, pauseMs);
    state.deliveries.delete(delivery.id);
    if (event && answered) event.pending_webhooks = 0;
    tellIdle();
  }

  async function post(event: EventRecord): Promise<boolean> {
    const body = JSON.stringify(event, null, 2);
    try {
      const answer = await fetch(webhookUrl(), {
        method: "POST",
        headers: {
          "content-type": "application/json; charset=utf-8",
          "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
          "stripe-signature": signature(body, now(), webhookSecret),
        },
        body,
        redirect: "manual",
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(20_000)]),
      });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      return false; // nobody there, or no answer in time: the next try is due anyway
    }
  }

  function tellIdle(): void {
    if (state.deliveries.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting.clear();
  }
}

/** `t=…,v1=…` over the raw body: https://docs.stripe.com/webhooks#verify-manually */
export function signature(body: string, at: Date, secret: string): string {
  const timestamp = Math.floor(at.getTime() / 1000);
  const v1 = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return `t=${timestamp},v1=${v1}`;
}
