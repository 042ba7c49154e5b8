import { setTimeout as delay } from "node:timers/promises";
import { type Dispatcher, Pool } from "undici";
import type { Pace } from "../../ports/pace.ts";

/** Both for grammY's `client.fetch`, each on keep-alive connections of its own. */
export interface TelegramFetch {
  /** For answers to a person's own update: never held back, only counted; patient where Telegram asks for it. */
  fetch: typeof fetch;
  /** For what the outbox's sender says at its own pace: a request to wait is its to hear. */
  outboxFetch: typeof fetch;
  close(): Promise<void>;
}

/** Waiting longer than this for Telegram inside one update is worse for the person than an apology. */
const LONGEST_WAIT_SECONDS = 5;
const SERVER_ERROR_DELAYS_MS = [200, 1_000];

/**
 * The one way to the Bot API. Retries live here and not in grammY's transformers, because conversations
 * build an `Api` of their own that would pass those by, or run them again at every replay.
 *
 * A 429 is waited for as long as it says, a 5xx and a refused connection are tried twice more. So is a
 * connection that breaks under way, unless a message may have been sent: an edit or an answer to a button
 * can be made twice.
 */
export function createTelegramFetch(apiRoot: string, pace: Pace): TelegramFetch {
  const openPool = () =>
    new Pool(new URL(apiRoot).origin, { connections: 64, pipelining: 1, keepAliveTimeout: 30_000 });
  // Apart, so that chats which hang in the outbox take no connection from those who wait for an answer.
  const [answers, outbox] = [openPool(), openPool()];

  const direct = patientOn(answers, {
    onSend: (url, body) => {
      if (counts(url, body)) pace.answered(chatOf(body));
    },
    onWait: (url, body, seconds) => {
      if (counts(url, body)) pace.refused(chatOf(body), seconds);
      return seconds <= LONGEST_WAIT_SECONDS;
    },
  });
  const paced = patientOn(outbox, { onSend: () => {}, onWait: () => false });
  return {
    fetch: direct,
    outboxFetch: paced,
    close: async () => {
      await Promise.all([answers.close(), outbox.close()]);
    },
  };
}

interface Habits {
  onSend(url: string, body: unknown): void;
  /** Asked to wait; answers whether to do so and try again. */
  onWait(url: string, body: unknown, seconds: number): boolean;
}

function patientOn(pool: Pool, { onSend, onWait }: Habits): typeof fetch {
  const request = async (url: string, init: RequestInit): Promise<Answer> => {
    const { pathname, search } = new URL(url);
    const { statusCode, body } = await pool.request({
      path: pathname + search,
      method: (init.method ?? "GET") as Dispatcher.HttpMethod,
      headers: init.headers as Record<string, string>,
      body: init.body as string,
      signal: init.signal ?? null,
    });
    return { status: statusCode, text: await body.text() };
  };

  const patiently = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = String(input);
    onSend(url, init.body);
    // Uploads are streams, which cannot be sent twice: the platform's own fetch takes them.
    if (typeof init.body !== "string") return fetch(input, init);
    for (let attempt = 0; ; attempt++) {
      const answer = await request(url, init).catch((error: unknown) => {
        if (
          attempt < SERVER_ERROR_DELAYS_MS.length &&
          (isRefused(error) || (isRepeatable(url) && !isGivenUp(error)))
        ) {
          return undefined;
        }
        throw flat(error);
      });
      const waitMs =
        answer && pauseBeforeRetry(answer, attempt, (seconds) => onWait(url, init.body, seconds));
      if (answer && waitMs === undefined) return toResponse(answer);
      await delay(waitMs ?? SERVER_ERROR_DELAYS_MS[attempt], undefined, { signal: init.signal ?? undefined });
    }
  };
  return patiently as typeof fetch;
}

/** What Telegram counts: new messages, and in a group edits as well. */
function counts(url: string, body: unknown): boolean {
  const method = url.slice(url.lastIndexOf("/") + 1);
  if (/^(?:send(?!ChatAction)|copy|forward)/.test(method)) return true;
  return method.startsWith("edit") && (chatOf(body) ?? 0n) < 0n;
}

/** grammY writes the chat first. Of an upload only its being one is known. */
function chatOf(body: unknown): bigint | undefined {
  const id = typeof body === "string" && /^\{"chat_id":"?(-?\d+)/.exec(body)?.[1];
  return id ? BigInt(id) : undefined;
}

interface Answer {
  status: number;
  text: string;
}

function pauseBeforeRetry(
  { status, text }: Answer,
  attempt: number,
  onWait: (seconds: number) => boolean,
): number | undefined {
  const isLast = attempt >= SERVER_ERROR_DELAYS_MS.length;
  if (status >= 500) return isLast ? undefined : SERVER_ERROR_DELAYS_MS[attempt];
  if (status !== 429) return undefined;
  const seconds = retryAfterSeconds(text);
  return onWait(seconds) && !isLast ? seconds * 1000 : undefined;
}

function retryAfterSeconds(text: string): number {
  try {
    return JSON.parse(text).parameters?.retry_after ?? 1;
  } catch {
    return 1;
  }
}

/** grammY reads nothing but `json()`; a whole Response costs more than the request. */
const toResponse = ({ status, text }: Answer) =>
  ({ ok: status < 300, status, json: async () => JSON.parse(text), text: async () => text }) as Response;

const isRefused = (error: unknown) => (error as { code?: string }).code === "ECONNREFUSED";

const isRepeatable = (url: string) => /\/(?:edit|answer|set|delete)\w*$/.test(new URL(url).pathname);

const isGivenUp = (error: unknown) => (error as { name?: string }).name === "AbortError";

/** A cause that points back at itself makes a conversation hang when it is stored. */
function flat(error: unknown): Error {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return Object.assign(new Error(message), { name });
}
