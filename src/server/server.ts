import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Log } from "../ports/log.ts";

/** No webhook of ours is anywhere near this; thousands of usage events are about half. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * The bot's own web server: `routes` are mounted in order. What fails is logged and answered with a plain
 * 500, so that senders of webhooks try again.
 */
export function createServer(deps: { routes: Hono[]; log: Log }): Hono {
  const { routes, log } = deps;
  const server = new Hono();
  server.use(limitBody(MAX_BODY_BYTES));
  for (const route of routes) server.route("/", route);
  server.notFound((c) => c.text("Not found", 404));
  server.onError((error, c) => {
    // Whoever sent half a request hears no answer, and has done us no harm.
    if (error.message === "aborted") {
      log.info({ path: withoutSecrets(c.req.path) }, "Request broken off");
      return c.body(null, 400);
    }
    log.error(
      {
        path: withoutSecrets(c.req.path),
        err: { name: error.name, message: error.message, stack: error.stack },
      },
      "Request failed",
    );
    return c.text("Something went wrong. Please try again.", 500);
  });
  return server;
}

/** A link's token is a password for as long as it lives: it stays out of the log. */
const withoutSecrets = (path: string) => path.replace(/[\w-]{20,}/g, "…");

/**
 * Hono's own limit opens the body before it looks at its length, which costs more than all the rest of a
 * webhook's request. A length that is told suffices, since node holds the sender to it; others are counted.
 */
function limitBody(maxSize: number): MiddlewareHandler {
  const onError = (c: Context) => c.text("Body too large", 413);
  const count = bodyLimit({ maxSize, onError });
  return async (c, next) => {
    const told = c.req.header("content-length");
    if (told === undefined || c.req.header("transfer-encoding") !== undefined) return count(c, next);
    return Number(told) > maxSize ? onError(c) : next();
  };
}
