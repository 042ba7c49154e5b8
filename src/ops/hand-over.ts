import { once } from "node:events";
import type { Socket } from "node:net";
import type { Call, CommandFile, Output } from "./command.ts";
import { listen, type ToAsker, tell } from "./wire.ts";

/**
 * Has the running bot do a command, over a socket that it has greeted, and answers the exit code. The file
 * is read here: it is the operator's, and the bot may not even be allowed to see it.
 */
export async function handOver(
  socket: Socket,
  call: Call,
  file: CommandFile | undefined,
  output: Output,
): Promise<number> {
  let code: number | undefined;
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.on("error", () => {}); // `closed` says it too
  listen<ToAsker>(socket, (message) => {
    if (message.type === "line") output.line(message.text);
    else if (message.type === "progress") output.progress(message.step, message.fraction);
    else if (message.type === "exit") code = message.code;
  });
  tell(socket, { type: "run", call, fileBytes: file?.sizeBytes });
  socket.resume();
  try {
    if (file) await sendFile(socket, file, closed);
    await closed;
  } finally {
    socket.destroy();
  }
  if (code !== undefined) return code;
  output.line("The bot stopped before it answered. Ask again: whatever was not finished was not begun.");
  return 1;
}

async function sendFile(socket: Socket, file: CommandFile, closed: Promise<void>): Promise<void> {
  // Whole pieces as they were read: cut elsewhere, a character might be torn apart.
  for await (const text of file.text) {
    if (!socket.writable) return;
    if (!tell(socket, { type: "file", text })) await Promise.race([once(socket, "drain"), closed]);
  }
  tell(socket, { type: "file_end" });
}
