import http from "node:http";
import https from "node:https";

/** `status` 0 and a reason when nobody answered. */
export interface PostAnswer {
  status: number;
  body: string;
  failure?: string;
}

export interface JsonPost {
  /** Never rejects. */
  send(url: string, body: string, headers?: Record<string, string>): Promise<PostAnswer>;
  /** Ends every request and connection. */
  close(): void;
}

/** Posts JSON over kept-alive connections; node:http because it is several times faster than fetch. */
export function createJsonPost(answerWithinMs: number): JsonPost {
  const agents = {
    "http:": new http.Agent({ keepAlive: true }),
    "https:": new https.Agent({ keepAlive: true }),
  };
  const open = new Set<http.ClientRequest>();

  const send: JsonPost["send"] = (url, body, headers) =>
    new Promise((resolve) => {
      const target = new URL(url);
      const secure = target.protocol === "https:";
      const request = (secure ? https : http).request(target, {
        method: "POST",
        agent: secure ? agents["https:"] : agents["http:"],
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          ...headers,
        },
      });
      const timer = setTimeout(() => request.destroy(new Error("Read timeout expired")), answerWithinMs);
      const finish = (answer: PostAnswer) => {
        clearTimeout(timer);
        open.delete(request);
        resolve(answer);
      };
      const fail = (error: Error) => finish({ status: 0, body: "", failure: error.message });

      open.add(request);
      request.on("error", (error: NodeJS.ErrnoException) => {
        // The server closed an idle connection just as it was taken again: nothing was lost, ask anew.
        const closedWhileIdle = request.reusedSocket && error.code === "ECONNRESET";
        if (!closedWhileIdle) return fail(error);
        clearTimeout(timer);
        open.delete(request);
        resolve(send(url, body, headers));
      });
      request.on("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          finish({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        );
        response.on("error", fail);
      });
      request.end(body);
    });

  return {
    send,
    close() {
      for (const request of open) request.destroy();
      agents["http:"].destroy();
      agents["https:"].destroy();
    },
  };
}
