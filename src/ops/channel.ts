import type { Socket } from "node:net";
import { PassThrough } from "node:stream";
import type { Call, CommandFile, OpsDeps, Output } from "./command.ts";
import { findCommand } from "./commands.ts";
import { isCall, listen, type ToOwner, tell } from "./wire.ts";

/** The running bot's ear for operators: does commands one after another and streams their answers back. */
export interface Channel {
  onConnection(socket: Socket): void;
  /** Abandons the command under way, which then changes nothing, and takes no other. */
  stop(): Promise<void>;
}

export function createChannel(deps: OpsDeps): Channel {
  const { log } = deps;
  const stopping = new AbortController();
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;

  return {
    onConnection(socket) {
      const asker = listenToAsker(socket, stopping.signal, (call, file) => {
        if (waiting > 0) asker.output.line("Another command is running; this one comes next.");
        waiting++;
        last = last.then(() => runFor(asker, call, file)).finally(() => waiting--);
      });
    },
    async stop() {
      stopping.abort(new Error("the bot is stopping"));
      await last;
    },
  };

  async function runFor(asker: Asker, call: Call, file: CommandFile | undefined): Promise<void> {
    const signal = AbortSignal.any([asker.gone, stopping.signal]);
    try {
      signal.throwIfAborted();
      const command = findCommand(call.name);
      if (!command || call.values.length !== command.values - (file ? 1 : 0)) {
        asker.output.line(
          "The running bot does not know this command: it is of another release. Restart it.",
        );
        return asker.end(2);
      }
      log.info({ command: call.name }, "Operator's command");
      asker.end(await command.run(deps, { ...call, file, signal }, asker.output));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (signal.aborted) log.info({ command: call.name, reason: message }, "Operator's command abandoned");
      else log.error({ command: call.name, err: { message } }, "Operator's command failed");
      asker.output.line(`Failed: ${message}`);
      asker.end(1);
    }
  }
}

interface Asker {
  output: Output;
  /** Given when the asker hangs up. */
  gone: AbortSignal;
  end(code: number): void;
}

function listenToAsker(
  socket: Socket,
  stopping: AbortSignal,
  onCall: (call: Call, file: CommandFile | undefined) => void,
): Asker {
  const gone = new AbortController();
  let file: PassThrough | undefined;
  let asked = false;
  // Whoever waits for the rest of a file hears that none will come.
  const stopFile = () => file?.destroy(stopping.reason);
  stopping.addEventListener("abort", stopFile);
  socket.once("close", () => {
    const reason = new Error("the operator hung up");
    stopping.removeEventListener("abort", stopFile);
    gone.abort(reason);
    file?.destroy(reason);
  });

  listen<ToOwner>(socket, (message) => {
    if (message.type === "run" && !asked && isCall(message.call)) {
      asked = true;
      const { fileBytes } = message;
      if (typeof fileBytes === "number") file = openPipe();
      onCall(message.call, file && { text: file, sizeBytes: fileBytes! });
    } else if (message.type === "file" && file && typeof message.text === "string") {
      if (file.destroyed || file.write(message.text)) return;
      socket.pause();
      file.once("drain", () => socket.resume());
    } else if (message.type === "file_end" && file) {
      file.end();
    } else {
      socket.destroy();
    }
  });

  return {
    gone: gone.signal,
    output: {
      line: (text) => void tell(socket, { type: "line", text }),
      progress: everyPercent((step, fraction) => tell(socket, { type: "progress", step, fraction })),
    },
    end(code) {
      tell(socket, { type: "exit", code });
      // What is left of a file that nobody wants any more must not hold up the goodbye.
      file?.destroy();
      socket.resume().end();
    },
  };
}

function openPipe(): PassThrough {
  const pipe = new PassThrough({ encoding: "utf8", decodeStrings: false });
  pipe.on("error", () => {}); // its reader hears of it, if there is one
  return pipe;
}

function everyPercent(report: Output["progress"]): Output["progress"] {
  let told = "";
  return (step, fraction) => {
    const key = `${step} ${Math.floor(fraction * 100)}`;
    if (key !== told) report(step, fraction);
    told = key;
  };
}
