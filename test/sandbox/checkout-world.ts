import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import Stripe from "stripe";
import { type CheckoutProviderOptions, createCheckoutProvider } from "../../src/sandbox/checkout/index.ts";
import type { CheckoutProvider } from "../../src/sandbox/contracts.ts";

export const secretKey = "sk_test_sandbox";
export const webhookSecret = "whsec_sandbox";

export interface Received {
  body: string;
  signature: string;
  event: Stripe.Event;
}

/** The stand-in on a real server, the real client before it and a real endpoint behind it. */
export async function openWorld(overrides: Partial<CheckoutProviderOptions> = {}) {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  let clockMs = Date.UTC(2026, 10, 22, 12);
  let answerStatus = 200;

  const endpoint = await listen(
    createServer(async (request, response) => {
      const body = await readBody(request);
      const signature = String(request.headers["stripe-signature"]);
      received.push({ body, signature, event: JSON.parse(body) });
      response.writeHead(answerStatus).end();
      for (const check of waiting) check();
    }),
  );
  let checkout: CheckoutProvider;
  const api = await listen(createServer(getRequestListener((request, env) => checkout.fetch(request, env))));
  checkout = createCheckoutProvider({
    secretKey,
    webhookSecret,
    now: () => new Date(clockMs),
    publicUrl: () => api.url,
    webhookUrl: () => `${endpoint.url}/webhooks/stripe`,
    retryDelaysMs: [5, 5, 5],
    ...overrides,
  });
  const stripe = new Stripe(secretKey, {
    host: "127.0.0.1",
    port: api.port,
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
  });

  return {
    checkout,
    stripe,
    url: api.url,
    received,
    types: () => received.map(({ event }) => event.type),
    nowSeconds: () => Math.floor(clockMs / 1000),
    passTime(ms: number) {
      clockMs += ms;
    },
    endpointAnswers(status: number) {
      answerStatus = status;
    },
    /** Resolves as soon as the endpoint was sent what the condition asks for. */
    receives(condition: () => boolean): Promise<void> {
      if (condition()) return Promise.resolve();
      return new Promise((resolve) => {
        const check = () => {
          if (!condition()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
      });
    },
    async close() {
      await checkout.close();
      await Promise.all([api.close(), endpoint.close()]);
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** A session as the bot asks for one; the order's number in every place it belongs. */
export function sessionParams(
  overrides: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Stripe.Checkout.SessionCreateParams {
  return {
    mode: "payment",
    client_reference_id: "HY-8K3M2P",
    metadata: { order: "HY-8K3M2P" },
    success_url: "http://127.0.0.1:3000/pay/done?session={CHECKOUT_SESSION_ID}",
    cancel_url: "http://127.0.0.1:3000/pay/canceled",
    locale: "en",
    adaptive_pricing: { enabled: false },
    payment_intent_data: { description: "Japan week, HY-8K3M2P", metadata: { order: "HY-8K3M2P" } },
    line_items: [line({})],
    ...overrides,
  };
}

export function line({ amount = 1250, currency = "usd", quantity = 1, name = "Japan week" }) {
  return {
    quantity,
    price_data: {
      currency,
      unit_amount: amount,
      product_data: { name, description: "10 GB · Heyon ··4417" },
    },
  };
}

/** What the promise was refused with, as the client tells it. */
export async function refusal(promise: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error("It was accepted.");
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function listen(server: Server) {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
