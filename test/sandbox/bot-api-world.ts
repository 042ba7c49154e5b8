import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { type BotApiOptions, createBotApi } from "../../src/sandbox/bot-api/index.ts";

export const token = "1000000001:test-token";
/** Beyond 32 bits, as people's ids are. */
export const alice = { id: 5_300_000_001, firstName: "Alice", lastName: "Ng", languageCode: "zh-hans" };

export interface Answer {
  ok: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: results are as many as methods
  result?: any;
  error_code?: number;
  description?: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

/** The stand-in with Alice, who has written once, and a way to call it as HTTP clients do. */
export function openBotApi(options: Partial<BotApiOptions> = {}) {
  let clockMs = Date.UTC(2026, 10, 22, 12);
  const api = createBotApi({
    token,
    now: () => new Date(clockMs),
    botUsername: "sim_bot",
    webhookRetryMs: 5,
    ...options,
  });
  const ask = async (path: string, init?: RequestInit): Promise<Answer> => {
    const response = await api.fetch(new Request(`http://127.0.0.1${path}`, init));
    return (await response.json()) as Answer;
  };
  const call = (method: string, params: unknown = {}): Promise<Answer> =>
    ask(`/bot${token}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: typeof params === "string" ? params : JSON.stringify(params),
    });

  return {
    api,
    ask,
    call,
    /** The result; a refusal fails the test with its description. */
    async result(method: string, params: unknown = {}) {
      const answer = await call(method, params);
      if (!answer.ok) throw new Error(`${method}: ${answer.description}`);
      return answer.result;
    },
    /** Alice appears and starts the bot; what that queued is forgotten. */
    async withAlice() {
      api.addPerson(alice);
      const messageId = api.send(alice.id, { kind: "text", text: "/start" });
      await call("deleteWebhook", { drop_pending_updates: true });
      return messageId;
    },
    passTime(ms: number) {
      clockMs += ms;
    },
  };
}

/** A server on a free port of this machine. */
export async function listen(listener: RequestListener) {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The stand-in behind a real socket. */
export const serveBotApi = (api: ReturnType<typeof createBotApi>) =>
  listen(getRequestListener((request, connection) => api.fetch(request, connection as never)));

/** A promise and the way to fulfil it. */
export function signal<T = void>() {
  let give!: (value: T) => void;
  const given = new Promise<T>((resolve) => {
    give = resolve;
  });
  return { give, given };
}
