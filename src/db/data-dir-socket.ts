import { connect, type Socket } from "node:net";

/** What kind of process holds a data directory: the bot takes commands, an operator's command does not. */
export type Holder = "bot" | "ops";

export interface Greeting {
  holder: Holder;
  /** It is the owner; otherwise it is about to find out. */
  settled: boolean;
}

export type Answer =
  /** Its owner lives. The socket is open and paused. */
  | { type: "greeted"; greeting: Greeting; socket: Socket }
  /** Nobody listens there any more, and nobody will again. */
  | { type: "dead" }
  /** It hung up, or nothing is there under this name now: look again. */
  | { type: "gone" }
  /** It lives, but does not say what it is: stopped, overloaded, or another user's. */
  | { type: "silent" };

export const greetingLine = (greeting: Greeting): string =>
  `${JSON.stringify({ type: "hello", ...greeting })}\n`;

/** Connects to a socket and waits for its owner's greeting, after which the owner waits to be asked. */
export function greet(path: string, timeoutMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let text = "";
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      socket.off("data", onData).pause();
      if (answer.type !== "greeted") socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => settle({ type: "silent" }), timeoutMs);
    const onData = (chunk: string) => {
      text += chunk;
      if (!text.endsWith("\n")) return;
      const greeting = readGreeting(text);
      settle(greeting ? { type: "greeted", greeting, socket } : { type: "silent" });
    };
    socket.setEncoding("utf8");
    socket.on("data", onData);
    socket.on("error", ({ code }: NodeJS.ErrnoException) => {
      if (code === "ECONNREFUSED") settle({ type: "dead" });
      else settle({ type: code === "EACCES" ? "silent" : "gone" });
    });
    socket.once("close", () => settle({ type: "gone" }));
  });
}

function readGreeting(line: string): Greeting | undefined {
  try {
    const { type, holder, settled } = JSON.parse(line);
    if (type !== "hello") return undefined;
    return { holder: holder === "ops" ? "ops" : "bot", settled: settled === true };
  } catch {
    return undefined;
  }
}
