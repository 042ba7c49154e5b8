import type { WriteStream } from "node:tty";
import type { Output } from "./command.ts";

export interface Terminal extends Output {
  /** Takes an unfinished progress bar off the screen. */
  done(): void;
}

const BAR_WIDTH = 30;

/**
 * Prints to a terminal, with a bar that fills in place; where there is none (a pipe, a log), progress is a
 * line at each tenth.
 */
export function createTerminal(out: Pick<WriteStream, "write"> & { isTTY?: boolean }): Terminal {
  let bar = "";
  let told = "";
  const clear = () => {
    if (bar !== "") out.write(`\r${" ".repeat(bar.length)}\r`);
    bar = "";
  };

  return {
    line(text) {
      clear();
      out.write(`${printable(text)}\n`);
    },
    progress(step, fraction) {
      const percent = Math.floor(Math.min(1, Math.max(0, fraction)) * 100);
      if (out.isTTY) {
        const filled = Math.round((percent / 100) * BAR_WIDTH);
        const next = `${step.padEnd(8)} ${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)} ${percent} %`;
        if (next === bar) return;
        clear();
        bar = next;
        out.write(bar);
        return;
      }
      const line = `${step} ${Math.floor(percent / 10) * 10} %`;
      if (line !== told) out.write(`${line}\n`);
      told = line;
    },
    done: clear,
  };
}

/** Names and files are written by strangers: nothing of them may steer the terminal or turn its text around. */
function printable(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ""))
    .join("\n");
}
