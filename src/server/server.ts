import { Hono } from "hono";
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
  server.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.text("Body too large", 413) }));
  for (const route of routes) server.route("/", route);
  server.notFound((c) => c.text("Not found", 404));
  server.onError((error, c) => {
    log.error(
      { path: c.req.path, err: { name: error.name, message: error.message, stack: error.stack } },
      "Request failed",
    );
    return c.text("Something went wrong. Please try again.", 500);
  });
  return server;
}
