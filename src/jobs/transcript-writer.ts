import type { Log } from "../ports/log.ts";

const WRITE_EVERY_MS = 3_000;

/** Writes down every few seconds what was said, so that no answer waits for it. */
export function createTranscriptWriter(deps: { transcript: { flush(): Promise<void> }; log: Log }) {
  const { transcript, log } = deps;
  let timer: NodeJS.Timeout | undefined;
  const write = () =>
    transcript.flush().catch((error: Error) => {
      log.warn({ err: { message: error.message } }, "What was said could not be written down");
    });

  return {
    start() {
      timer = setInterval(() => void write(), WRITE_EVERY_MS);
    },
    async stop() {
      clearInterval(timer);
      await write();
    },
  };
}
