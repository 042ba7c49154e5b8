/** What was found about one thing: fine, wrong (with what to do), or not looked at (with why). */
export type Finding = { about: string; text: string } & (
  | { state: "fine" }
  | { state: "wrong"; advice: string }
  | { state: "skipped" }
);

/** Findings about one thing. */
export const findingsAbout = (about: string) => ({
  fine: (text: string): Finding => ({ about, state: "fine", text }),
  wrong: (text: string, advice: string): Finding => ({ about, state: "wrong", text, advice }),
  skipped: (text: string): Finding => ({ about, state: "skipped", text }),
});

export const LONGEST_WAIT_MS = 10_000;

/** Why a request failed, in one line and without what may be secret in an address. */
export function whyUnreachable(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${LONGEST_WAIT_MS / 1000} seconds`;
  const cause = error.cause as { code?: string; message?: string } | undefined;
  return cause?.code ?? cause?.message ?? error.message;
}
