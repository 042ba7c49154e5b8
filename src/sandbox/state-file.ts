import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

export interface StateFile {
  /** What was kept at the last stop; `undefined` when there is nothing readable. */
  read(): Promise<unknown>;
  /** Puts a file nobody can use out of the way, so that the next start is clean and nothing is lost. */
  setAside(why: string): Promise<void>;
  /** Begins keeping what `take` answers: soon after every `touch`, and at `close`. */
  keep(take: () => unknown): void;
  touch(): void;
  close(): Promise<void>;
}

export interface StateFileDeps {
  path: string;
  delayMs?: number;
  warn?: (message: string) => void;
}

/**
 * One JSON file written whole: to a temporary file first, then renamed, so that a stop at any moment
 * leaves the old state or the new one. Writes that would change nothing are skipped.
 */
export function createStateFile({ path, delayMs = 300, warn = console.warn }: StateFileDeps): StateFile {
  let take: (() => unknown) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let written = "";
  let writing: Promise<void> = Promise.resolve();

  const write = async () => {
    if (!take) return;
    try {
      const text = JSON.stringify(take());
      if (text === written) return;
      const temporary = `${path}.${randomUUID()}.tmp`;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(temporary, text, { mode: 0o600 });
      await rename(temporary, path);
      written = text;
    } catch (error) {
      warn(`The sandbox could not keep its state in ${path}: ${messageOf(error)}`);
    }
  };

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write); // one at a time: an older state never overtakes a newer one
    return writing;
  };

  const setAside = async (why: string) => {
    const aside = `${path}.broken-${Date.now()}`;
    await rename(path, aside).catch(() => undefined);
    warn(`The sandbox starts afresh, its state could not be used (${why}). It was kept as ${aside}.`);
  };

  return {
    async read() {
      let text: string;
      try {
        text = await readFile(path, "utf8");
      } catch {
        return undefined; // the first start
      }
      try {
        return JSON.parse(text) as unknown;
      } catch (error) {
        await setAside(messageOf(error));
        return undefined;
      }
    },
    setAside,
    keep(next) {
      take = next;
    },
    touch() {
      // Not put off by later changes: a busy chat is written down as well.
      timer ??= setTimeout(flush, delayMs);
      timer.unref();
    },
    close: flush,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
