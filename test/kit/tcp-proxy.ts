import { connect, createServer, type Socket } from "node:net";

/** A wire between the app and a server that can be cut and mended. */
export interface TcpProxy {
  port: number;
  /** Ends every connection at once, and refuses new ones. */
  cut(): void;
  /** Keeps every connection open and passes nothing on. */
  freeze(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const pairs = new Set<[Socket, Socket]>();
  let state: "whole" | "cut" | "frozen" = "whole";

  const server = createServer((near) => {
    if (state === "cut") return void near.destroy();
    const far = connect(target);
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    for (const [one, other] of [pair, pair.toReversed()] as [Socket, Socket][]) {
      one.on("error", () => {}); // its end says as much
      one.on("close", () => {
        other.destroy();
        pairs.delete(pair);
      });
      one.on("end", () => other.end());
      one.on("data", (bytes) => {
        if (!other.write(bytes)) one.pause();
      });
      other.on("drain", () => state !== "frozen" && one.resume());
    }
    if (state === "frozen") for (const socket of pair) socket.pause();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    port: (server.address() as { port: number }).port,
    cut() {
      state = "cut";
      for (const [near] of pairs) near.destroy();
    },
    freeze() {
      state = "frozen";
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    mend() {
      state = "whole";
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    async close() {
      for (const [near, far] of pairs) {
        near.destroy();
        far.destroy();
      }
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
