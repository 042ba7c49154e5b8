import { nextFreeAt, type RateLimit } from "./rate-limit.ts";

/** How long a code lives after it was asked for. */
export const CODE_LIFETIME_MS = 10 * 60 * 1000;
/** A code dies of this many wrong ones. */
export const MOST_TRIES = 5;

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How often codes may be asked for. A chat is held to a person's pace. An address is limited over all chats,
 * against floods in somebody's mailbox and patient guessing, but loosely enough that a stranger cannot
 * easily keep its owner from getting a code.
 */
const limitsByScope: Record<"chat" | "email", RateLimit[]> = {
  chat: [
    { most: 1, windowMs: MINUTE },
    { most: 5, windowMs: HOUR },
  ],
  email: [
    { most: 10, windowMs: HOUR },
    { most: 20, windowMs: DAY },
  ],
};

/** How far back requests count. */
export const LONGEST_WINDOW_MS = DAY;

/** When the next code may be asked for; undefined: now. The times are those of earlier requests, in any order. */
export function nextRequestAt(earlier: { chat: Date[]; email: Date[] }, now: Date): Date | undefined {
  const scopes = (["chat", "email"] as const).map((scope) => ({
    times: earlier[scope],
    limits: limitsByScope[scope],
  }));
  return nextFreeAt(scopes, now);
}

/** Whether typing the code can still lead anywhere. */
export function isAlive(
  code: { consumedAt: Date | null; expiresAt: Date; attempts: number },
  now: Date,
): boolean {
  return code.consumedAt === null && code.expiresAt > now && code.attempts < MOST_TRIES;
}

/** The six digits in what was typed, however they are spaced or dressed; undefined when there are not six. */
export function parseCode(text: string): string | undefined {
  if (text.length > 200) return undefined;
  const digits = text.normalize("NFKC").replace(/\D/g, "");
  return digits.length === 6 ? digits : undefined;
}

/** Whether what was typed is nothing but a code. */
export const isOnlyCode = (text: string): boolean =>
  /^[\d\s-]+$/.test(text.normalize("NFKC")) && parseCode(text) !== undefined;
