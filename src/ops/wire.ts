import type { Socket } from "node:net";
import type { Call } from "./command.ts";

/** What is said over the socket inside a data directory: JSON, a line each. The owner greets first. */
export type ToOwner =
  | { type: "run"; call: Call; fileBytes: number | undefined }
  /** The next piece of the file; the owner never opens a file of the asker's choosing. */
  | { type: "file"; text: string }
  | { type: "file_end" };

export type ToAsker =
  | { type: "line"; text: string }
  | { type: "progress"; step: string; fraction: number }
  | { type: "exit"; code: number };

/** A piece of a file has 64 KB, and at most six times that when every character is escaped. */
const LONGEST_MESSAGE = 1024 * 1024;

export function tell(socket: Socket, message: ToOwner | ToAsker): boolean {
  return socket.writable ? socket.write(`${JSON.stringify(message)}\n`) : true;
}

/** Calls `hear` with each message; hangs up on whoever does not speak like this. */
export function listen<Message extends ToOwner | ToAsker>(
  socket: Socket,
  hear: (message: Message) => void,
): void {
  let text = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    text += chunk;
    const lines = text.split("\n");
    text = lines.pop()!;
    if (text.length > LONGEST_MESSAGE) return void socket.destroy();
    for (const line of lines) {
      const message = parseMessage(line);
      if (!message) return void socket.destroy();
      hear(message as Message);
    }
  });
}

function parseMessage(line: string): { type: string } | undefined {
  try {
    const message = JSON.parse(line);
    return typeof message === "object" && typeof message?.type === "string" ? message : undefined;
  } catch {
    return undefined;
  }
}

/** Whether it is a call: it comes from another process, perhaps of another release. */
export function isCall(value: unknown): value is Call {
  const { name, values, options } = (value ?? {}) as Partial<Call>;
  return (
    typeof name === "string" &&
    Array.isArray(values) &&
    values.every((text) => typeof text === "string") &&
    typeof options === "object" &&
    options !== null &&
    Object.values(options).every((option) => ["string", "boolean"].includes(typeof option))
  );
}
