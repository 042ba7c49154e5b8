import { boolean, integer, list, may, string } from "../kinds.ts";
import { isLoopback } from "../links.ts";
import { type Methods, method } from "../method.ts";
import { badRequest, conflict } from "../refusal.ts";
import { UPDATE_KINDS } from "../update-queue.ts";
import type { World } from "../world.ts";

const MAX_POLL_SECONDS = 50;
const PORTS = ["", "443", "80", "88", "8443"];

export const receivingMethods: Methods = {
  getUpdates: method(
    { offset: may(integer), limit: may(integer), timeout: may(integer), allowed_updates: may(list(string)) },
    (world, { offset = 0, limit = 100, timeout = 0, allowed_updates }, call) => {
      if (world.state.webhook) {
        throw conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      }
      if (limit < 1 || limit > 100) throw badRequest("limit must be between 1 and 100");
      if (timeout < 0) throw badRequest("timeout must not be negative");
      ask(world, allowed_updates);
      if (offset > 0) world.updates.confirmBefore(offset);
      if (offset < 0) keepNewest(world, -offset);
      return world.poll.ask(
        limit,
        Math.min(timeout, MAX_POLL_SECONDS),
        timeout > 0 ? call.signal() : undefined,
      );
    },
  ),

  setWebhook: method(
    {
      url: may(string),
      ip_address: may(string),
      max_connections: may(integer),
      allowed_updates: may(list(string)),
      drop_pending_updates: may(boolean),
      secret_token: may(string),
    },
    (world, params, call) => {
      const { url = "", max_connections: maxConnections = 40, secret_token: secretToken } = params;
      if (url === "") return removeWebhook(world, params.drop_pending_updates, call);
      checkUrl(url);
      if (maxConnections < 1 || maxConnections > 100) {
        throw badRequest("max_connections must be between 1 and 100");
      }
      if (secretToken !== undefined && !/^[\w-]{1,256}$/.test(secretToken)) {
        throw badRequest("secret token contains unallowed characters");
      }
      ask(world, params.allowed_updates);
      if (params.drop_pending_updates) world.updates.drop();
      call.description = world.state.webhook?.url === url ? "Webhook is already set" : "Webhook was set";
      world.state.webhook = { url, secretToken, maxConnections };
      world.poll.interrupt("terminated by setWebhook request");
      world.webhook.reset();
      return true;
    },
  ),

  deleteWebhook: method({ drop_pending_updates: may(boolean) }, (world, params, call) =>
    removeWebhook(world, params.drop_pending_updates, call),
  ),

  getWebhookInfo: method({}, ({ state }) => ({
    url: state.webhook?.url ?? "",
    has_custom_certificate: false,
    pending_update_count: state.pending.size,
    ...(state.webhook && { max_connections: state.webhook.maxConnections, ip_address: "127.0.0.1" }),
    ...(state.allowedUpdates.length > 0 && { allowed_updates: state.allowedUpdates }),
    ...(state.webhook?.lastError && {
      last_error_date: state.webhook.lastError.date,
      last_error_message: state.webhook.lastError.message,
    }),
  })),
};

/** An empty list restores the default set, none leaves the previous one. */
function ask(world: World, kinds: string[] | undefined): void {
  const unknown = kinds?.find((kind) => !UPDATE_KINDS.has(kind));
  if (unknown !== undefined) throw badRequest(`unknown update type "${unknown}" in allowed_updates`);
  if (kinds) world.state.allowedUpdates = kinds;
}

function keepNewest(world: World, count: number): void {
  const ids = [...world.state.pending.keys()];
  const first = ids.at(-count) ?? ids[0];
  if (first !== undefined) world.updates.confirmBefore(first);
}

function removeWebhook(world: World, drop: boolean | undefined, call: { description?: string }): true {
  call.description = world.state.webhook ? "Webhook was deleted" : "Webhook is already deleted";
  world.state.webhook = undefined;
  if (drop) world.updates.drop();
  world.webhook.reset();
  return true;
}

/** https on Telegram's four ports; addresses of this machine are free, as for a self-hosted Bot API server. */
function checkUrl(url: string): void {
  if (!URL.canParse(url)) throw badRequest("bad webhook: invalid HTTPS URL specified");
  const { protocol, hostname, port } = new URL(url);
  if (isLoopback(hostname) && /^https?:$/.test(protocol)) return;
  if (protocol !== "https:") throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
  if (!PORTS.includes(port)) {
    throw badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
  }
  if (!hostname.includes("."))
    throw badRequest("bad webhook: Failed to resolve host: Name or service not known");
}
