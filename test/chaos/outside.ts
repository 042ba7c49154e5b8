import type { HttpBindings } from "@hono/node-server";
import { createBotApi } from "../../src/sandbox/bot-api/index.ts";
import { createCheckoutProvider } from "../../src/sandbox/checkout/index.ts";
import type { BotApi, CheckoutProvider, Fault } from "../../src/sandbox/contracts.ts";
import { listenOnLoopback } from "../../src/sandbox/loopback.ts";
import { createNetwork, type Network } from "./network.ts";
import type { Dice } from "./random.ts";
import { createRelay } from "./relay.ts";
import type { Weather } from "./weather.ts";

export const secrets = {
  botToken: "1000000001:AAchaoschaoschaoschaoschaoschaoschaos",
  telegramWebhookSecret: "webhook-secret-of-the-chaos",
  stripeSecretKey: "sk_test_chaos",
  stripeWebhookSecret: "whsec_chaos",
  ledgerSecret: "ledger-secret-of-the-chaos",
};

/** Telegram, the payment provider and a mobile network, in this process, which nobody kills: the truth. */
export interface Outside {
  origin: string;
  botApi: BotApi;
  checkout: CheckoutProvider;
  network: Network;
  close(): Promise<void>;
}

type Named<Trouble> = readonly [probability: number, name: string, trouble: Trouble];

const TELEGRAM: readonly Named<Fault>[] = [
  [0.01, "Telegram: 429, wait a second", { code: 429, retryAfterSeconds: 1 }],
  [0.003, "Telegram: 429, wait seven seconds", { code: 429, retryAfterSeconds: 7 }],
  [0.012, "Telegram: 500", { code: 500 }],
  [0.008, "Telegram: connection dropped", { code: "drop" }],
  [0.008, "Telegram: answer lost after the fact", { code: "drop", afterTheFact: true }],
  [0.004, "Telegram: 502 after the fact", { code: 502, afterTheFact: true }],
];
/** What a start asks of Telegram is spared: a bot that cannot start is started again, and that is all. */
const HIT = ["sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery", "getUpdates"];

const CHECKOUT: readonly Named<Parameters<CheckoutProvider["addFault"]>[0]>[] = [
  [0.015, "checkout API: 500", { status: 500 }],
  [0.01, "checkout API: connection dropped", { status: "drop" }],
  [0.012, "checkout API: answer lost after the fact", { status: "drop", afterTheFact: true }],
  [0.008, "checkout API: 500 after the fact", { status: 500, afterTheFact: true }],
  [0.006, "checkout API: 429", { status: 429 }],
  [0.004, "checkout API: slower than anybody waits", { status: 200, delayMs: 6_000 }],
];

export async function startOutside(deps: {
  weather: Weather;
  dice: Dice;
  now: () => Date;
  botUrl: () => string;
}): Promise<Outside> {
  const { weather, dice, now, botUrl } = deps;
  const botApi = createBotApi({ token: secrets.botToken, now, webhookRetryMs: 250 });
  const checkout = createCheckoutProvider({
    secretKey: secrets.stripeSecretKey,
    webhookSecret: secrets.stripeWebhookSecret,
    now,
    publicUrl: () => server.origin,
    webhookUrl: () => `${server.origin}/relay/stripe`,
    retryDelaysMs: [300, 600, 1_200, 2_500, 5_000, 5_000, 10_000, 10_000, 20_000],
  });
  const network = createNetwork(weather);
  const relay = createRelay({ weather, dice, target: () => `${botUrl()}/webhooks/stripe` });
  const server = await listenOnLoopback(serve);

  async function serve(request: Request, env: HttpBindings): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/bot")) {
      troubleTelegram(pathname.slice(pathname.lastIndexOf("/") + 1));
      return botApi.fetch(request, env);
    }
    if (pathname.startsWith("/v1/")) {
      const fault = struckBy(CHECKOUT);
      if (fault) checkout.addFault({ ...fault, path: pathname, method: request.method as "GET" | "POST" });
      return checkout.fetch(request, env);
    }
    if (pathname.startsWith("/relay/")) return relay(request);
    if (pathname.startsWith("/carrier/")) return (await network.fetch(request)) ?? silence(env);
    return checkout.fetch(request, env);
  }

  function troubleTelegram(method: string): void {
    const fault = HIT.includes(method) ? struckBy(TELEGRAM) : undefined;
    // A long poll that was answered has no work left to lose.
    if (fault && !(method === "getUpdates" && fault.afterTheFact)) botApi.addFault({ ...fault, method });
  }

  function struckBy<Trouble>(troubles: readonly Named<Trouble>[]): Trouble | undefined {
    const name = weather.strikes(troubles.map(([probability, each]) => [probability, each] as const));
    return troubles.find(([, each]) => each === name)?.[2];
  }

  return {
    origin: server.origin,
    botApi,
    checkout,
    network,
    async close() {
      await server.close();
      await Promise.all([botApi.close(), checkout.close()]);
    },
  };
}

/** Nobody answers; the caller loses patience, and the connection goes with it. */
function silence(env: HttpBindings): Promise<Response> {
  const { socket } = env.incoming;
  setTimeout(() => socket.destroy(), 2_000).unref();
  return new Promise((resolve) => socket.once("close", () => resolve(new Response(null, { status: 499 }))));
}
