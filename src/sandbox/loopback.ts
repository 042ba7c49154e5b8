import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { MiddlewareHandler } from "hono";

const loopbackHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/**
 * Answers only requests addressed to this machine by its loopback names. A page elsewhere that points
 * its own name at 127.0.0.1 (DNS rebinding) still sends that name in `Host`, and is refused.
 */
export function loopbackOnly(): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header("host") ?? new URL(c.req.url).host;
    if (loopbackHost.test(host)) return next();
    return c.text(
      "The sandbox answers on this machine only: open it as http://127.0.0.1 or http://localhost.",
      403,
    );
  };
}

export interface LoopbackServer {
  port: number;
  /** `http://127.0.0.1:port` */
  origin: string;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1; on `preferredPort` when it is free, else on any. */
export async function listenOnLoopback(
  fetch: (request: Request, env: HttpBindings) => Response | Promise<Response>,
  preferredPort = 0,
): Promise<LoopbackServer> {
  const server = createServer(getRequestListener((request, env) => fetch(request, env as HttpBindings)));
  // Longer than any client keeps an idle connection, so that none is closed under a request on its way.
  server.keepAliveTimeout = 75_000;
  await listen(server, preferredPort).catch(() => listen(server, 0));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections(); // long polls and event streams would hold it open
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}
