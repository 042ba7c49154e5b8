import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { createRateLimits } from "../../src/sandbox/bot-api/rate-limits.ts";
import { type Refusal, refusalOf } from "../../src/sandbox/bot-api/refusal.ts";

/** A message that arrived, `at` in milliseconds since this process began. */
export interface Arrival {
  at: number;
  chatId: number;
}

export type LimitedMessage =
  | { type: "listening"; url: string }
  | { type: "webhook"; url: string }
  | { type: "count"; arrived: number }
  | { type: "arrivals"; arrivals: Arrival[]; refused: number };

export interface LimitedQuestion {
  type: "count" | "arrivals";
}

/** As far away as Telegram is: 100 to 200 ms, evenly. */
const LATENCY = { leastMs: 100, moreMs: 100 };

/**
 * The Bot API of the delivery's bench: takes its time for each call and refuses what Telegram's limits do not
 * allow, by the rules of the sandbox's stand-in. Its own process.
 */
const bot = { id: 1_000_000_001, is_bot: true, first_name: "Bench", username: "bench_bot" };
const limits = createRateLimits(() => performance.now());
const arrivals: Arrival[] = [];
let refused = 0;
let messageId = 1_000;
let turn = 0;

const tell = (message: LimitedMessage) => process.send!(message);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", async () => {
    const body = Buffer.concat(chunks).toString();
    const method = request.url!.slice(request.url!.lastIndexOf("/") + 1);
    const answer = answerTo(method, body ? JSON.parse(body) : {});
    // A fixed sequence, the same in every run.
    await delay(LATENCY.leastMs + ((turn++ * 37) % LATENCY.moreMs));
    const status = "errorCode" in answer ? answer.errorCode : 200;
    const text = JSON.stringify(
      "errorCode" in answer
        ? { ok: false, error_code: status, description: answer.description, parameters: answer.parameters }
        : { ok: true, result: answer.result },
    );
    response.writeHead(status, { "content-type": "application/json" }).end(text);
  });
});

function answerTo(method: string, fields: Record<string, unknown>): { result: unknown } | Refusal {
  if (method === "getMe") return { result: bot };
  if (method === "setWebhook") tell({ type: "webhook", url: String(fields.url) });
  if (method !== "sendMessage") return { result: true };
  try {
    limits.check(method, fields);
  } catch (error) {
    refused++;
    return refusalOf(error)!;
  }
  const chatId = Number(fields.chat_id);
  arrivals.push({ at: performance.now(), chatId });
  const type = chatId < 0 ? "supergroup" : "private";
  return { result: { message_id: ++messageId, from: bot, chat: { id: chatId, type }, date: 0, text: "…" } };
}

process.on("message", ({ type }: LimitedQuestion) => {
  tell(type === "count" ? { type, arrived: arrivals.length } : { type, arrivals, refused });
});
process.on("disconnect", () => process.exit(0));
server.keepAliveTimeout = 75_000;
server.listen(0, "127.0.0.1", () =>
  tell({ type: "listening", url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
