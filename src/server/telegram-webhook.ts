import { timingSafeEqual } from "node:crypto";
import { Hono } from "hono";

/**
 * `POST /webhooks/telegram`: checks the secret, then hands the update over and answers when it was dealt
 * with, so that an update lost with the process is sent again by Telegram.
 */
export function telegramWebhook(deps: {
  secret: string;
  handleUpdate: (update: unknown) => Promise<void>;
}): Hono {
  const { secret, handleUpdate } = deps;
  return new Hono().post("/webhooks/telegram", async (c) => {
    if (!sameText(c.req.header("x-telegram-bot-api-secret-token") ?? "", secret)) {
      return c.text("Wrong secret token", 401);
    }
    const update = parseJson(await c.req.text());
    if (!isUpdate(update)) {
      return c.text("Not an update", 400);
    }
    await handleUpdate(update);
    return c.body(null, 200);
  });
}

/** Compares in a time that does not tell how much of it was right. */
export function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const isUpdate = (value: unknown): value is { update_id: number } =>
  typeof value === "object" &&
  value !== null &&
  "update_id" in value &&
  Number.isSafeInteger(value.update_id);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
