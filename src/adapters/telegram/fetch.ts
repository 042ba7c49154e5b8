import { setTimeout as delay } from "node:timers/promises";
import { type Dispatcher, Pool } from "undici";

export interface TelegramFetch {
  /** For grammY's `client.fetch`: one keep-alive pool, and patience where Telegram asks for it. */
  fetch: typeof fetch;
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
export function createTelegramFetch(apiRoot: string): TelegramFetch {
  const pool = new Pool(new URL(apiRoot).origin, {
    connections: 64,
    pipelining: 1,
    keepAliveTimeout: 30_000,
  });

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
    // Uploads are streams, which cannot be sent twice: the platform's own fetch takes them.
    if (typeof init.body !== "string") return fetch(input, init);
    const url = String(input);
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
      const waitMs = pauseBeforeRetry(answer, attempt);
      if (answer && waitMs === undefined) return toResponse(answer);
      await delay(waitMs ?? SERVER_ERROR_DELAYS_MS[attempt], undefined, { signal: init.signal ?? undefined });
    }
  };
  return { fetch: patiently as typeof fetch, close: () => pool.close() };
}

interface Answer {
  status: number;
  text: string;
}

function pauseBeforeRetry(answer: Answer | undefined, attempt: number): number | undefined {
  if (!answer || attempt >= SERVER_ERROR_DELAYS_MS.length) return undefined;
  if (answer.status >= 500) return SERVER_ERROR_DELAYS_MS[attempt];
  if (answer.status !== 429) return undefined;
  const seconds = retryAfterSeconds(answer.text);
  return seconds <= LONGEST_WAIT_SECONDS ? seconds * 1000 : undefined;
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
