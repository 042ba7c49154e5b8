import { createServer } from "node:net";

/** Below what systems hand to outgoing connections, one of which could take a port between its choice and its use. */
const FIRST = 15_000;
const LAST = 32_000;

/** A port of the loopback that nobody listens on right now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
