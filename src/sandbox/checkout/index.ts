import type { CheckoutAction, CheckoutProvider } from "../contracts.ts";
import { createApi } from "./api.ts";
import { createFaults } from "./faults.ts";
import { createPageRoutes } from "./page-routes.ts";
import { cardNumbers } from "./payment-methods.ts";
import { type AttemptResult, createPayments } from "./payments.ts";
import { createRefunds } from "./refunds.ts";
import { createRenderer } from "./render.ts";
import { sessionUrl } from "./render-session.ts";
import { createRoutes } from "./routes.ts";
import { createState, loadState, newId, type SessionRecord, saveState } from "./state.ts";
import { createWebhooks } from "./webhooks.ts";

export interface CheckoutProviderOptions {
  secretKey: string;
  webhookSecret: string;
  /** The clock of everything Stripe would date: created, expiry, signatures. Retries take real time. */
  now(): Date;
  /** Where its own pages are served, e.g. `http://127.0.0.1:4123`. */
  publicUrl(): string;
  webhookUrl(): string;
  /** The account's API version, which events have. */
  apiVersion?: string;
  /** Pauses between the tries of one webhook; their number is the number of retries. */
  retryDelaysMs?: number[];
}

/** Stripe's API, hosted checkout page and webhooks, as far as the bot uses them. */
export function createCheckoutProvider(options: CheckoutProviderOptions): CheckoutProvider {
  const { now, publicUrl, webhookUrl, webhookSecret, retryDelaysMs } = options;
  const apiVersion = options.apiVersion ?? "2026-10-28.endive";
  const seconds = () => Math.floor(now().getTime() / 1000);
  const state = createState();
  const renderer = createRenderer(state, publicUrl);
  const webhooks = createWebhooks({ state, now, webhookUrl, webhookSecret, retryDelaysMs });
  const payments = createPayments({ state, seconds, emit });
  const refunds = createRefunds({ state, seconds, emit });
  const faults = createFaults();
  const routes = createRoutes({ state, renderer, payments, refunds, seconds, webhookUrl, apiVersion });
  const api = createApi({ secretKey: options.secretKey, apiVersion, state, routes, faults, seconds });
  const pages = createPageRoutes({ state, payments });
  // Sessions end by themselves, whether or not somebody looks at them.
  const expiry = setInterval(() => payments.expireDue(), 1_000).unref();

  return {
    async fetch(request, env) {
      if (!new URL(request.url).pathname.startsWith("/v1/")) return pages.fetch(request);
      payments.expireDue();
      const response = await api.answer(request);
      return response ?? dropConnection(env);
    },

    sessions: () => [...state.sessions.values()].map(shown),

    async act(sessionId, action) {
      const session = state.sessions.get(sessionId);
      if (!session) return { error: `No such checkout.session: '${sessionId}'` };
      return perform(session, action);
    },

    async refund(paymentIntentId, amountMinor) {
      refunds.create({
        payment_intent: paymentIntentId,
        ...(amountMinor === undefined ? {} : { amount: String(amountMinor) }),
      });
    },

    async dispute(paymentIntentId) {
      const chargeId = state.intents.get(paymentIntentId)?.lastChargeId;
      const charge = chargeId ? state.charges.get(chargeId) : undefined;
      if (!charge) throw new Error(`No charge of payment_intent '${paymentIntentId}' to dispute.`);
      refunds.dispute(charge);
    },

    refunds: () =>
      [...state.refunds.values()].map(({ id, intentId, amount, currency, status }) => ({
        id,
        paymentIntentId: intentId,
        amount,
        currency,
        status,
      })),
    setRefundMood: refunds.setMood,

    async settleRefund(refundId, outcome) {
      const refund = state.refunds.get(refundId);
      if (!refund) throw new Error(`No such refund: '${refundId}'`);
      refunds.settle(refund, outcome);
    },

    resendEvent(eventId) {
      const event = state.events.get(eventId);
      if (!event) throw new Error(`No such event: '${eventId}'`);
      webhooks.send(event);
    },

    setWebhookMood: webhooks.setMood,
    addFault: faults.add,
    clearFaults: faults.clear,
    calls: api.calls,
    expireDue: async () => payments.expireDue(),
    idle: webhooks.idle,
    snapshot: () => saveState(state),

    restore(snapshot) {
      loadState(state, snapshot);
      webhooks.resume();
    },

    async close() {
      clearInterval(expiry);
      webhooks.close();
    },
  };

  function emit(type: string, objectId: string): void {
    const event = {
      id: newId("evt"),
      object: "event" as const,
      api_version: apiVersion,
      created: seconds(),
      data: { object: structuredClone(renderer.render(objectId)) },
      livemode: false as const,
      pending_webhooks: 0,
      request: api.current(),
      type,
    };
    state.events.set(event.id, event);
    webhooks.send(event);
  }

  function perform(session: SessionRecord, action: CheckoutAction): { returnUrl?: string; error?: string } {
    switch (action.type) {
      case "leave":
        return { returnUrl: session.cancelUrl };
      case "settle":
        return payments.settle(session, action.outcome) ? {} : { error: "There is no payment to settle." };
      case "pay-delayed":
        return told(payments.attempt(session, { method: "delayed" }));
      case "pay":
        return told(
          payments.attempt(
            session,
            action.method === "card"
              ? { method: "card", number: cardNumbers[action.card ?? "good"] }
              : { method: action.method, outcome: action.wallet ?? "authorized" },
          ),
        );
    }
  }

  function shown(session: SessionRecord) {
    const { id, status, paymentStatus, amountTotal, currency, clientReferenceId, expiresAt } = session;
    const url = sessionUrl(session, publicUrl());
    return { id, url, status, paymentStatus, amountTotal, currency, clientReferenceId, expiresAt };
  }
}

function told(result: AttemptResult): { returnUrl?: string; error?: string } {
  switch (result.type) {
    case "complete":
      return { returnUrl: result.returnUrl };
    case "declined":
      return { error: result.error.message };
    case "unknown-card":
      return { error: "That is not a test card." };
    case "not-offered":
      return { error: "This payment method is not offered for this session." };
    case "not-open":
      return { error: "This Checkout Session is no longer open." };
  }
}

/** Where the socket is not at hand the answer is cut short, so that the caller's read fails all the same. */
function dropConnection(env: Parameters<CheckoutProvider["fetch"]>[1]): Response {
  env?.incoming?.socket?.destroy();
  return new Response("{", { headers: { "content-length": "1000", connection: "close" } });
}
