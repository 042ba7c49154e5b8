import { type ServerType, serve } from "@hono/node-server";
import type { Hono } from "hono";

export interface Listening {
  /** Such as `http://127.0.0.1:3000`. */
  url: string;
  /** What is under way may finish; what never ends by itself, such as an open event stream, is cut. */
  stop(): Promise<void>;
}

const PATIENCE_MS = 2_000;

/** Port 0 takes any that is free. Rejects when the port is taken. */
export function listen(app: Hono, { host, port }: { host: string; port: number }): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (address) =>
      resolve({ url: `http://${host}:${address.port}`, stop: () => stop(server) }),
    );
    server.once("error", reject);
  });
}

async function stop(server: ServerType): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const cut = setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), PATIENCE_MS);
  await closed;
  clearTimeout(cut);
}
