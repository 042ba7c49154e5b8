import { nextFreeAt, type RateLimit } from "./rate-limit.ts";

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far back anything below counts; what is older is forgotten. */
export const LONGEST_WINDOW_MS = DAY;

/** How long a link to the sign-in page works. */
export const SIGN_IN_LIFETIME_MS = 10 * MINUTE;
/** How long a link to set a new password works. */
export const RESET_LIFETIME_MS = HOUR;

/** When something was done before, by what it counts against. `address` is empty where none is known. */
export type EarlierTimes<Scope extends string> = Record<Scope, Date[]>;

/**
 * Wrong passwords. A chat is held to what a forgetful person needs. An account is held over all chats, but
 * loosely, and only on this page: a stranger cannot keep its owner from a code or a new password by mail.
 * An address may be a whole hotel.
 */
const wrongPasswords: Record<"chat" | "email" | "address", RateLimit[]> = {
  chat: [
    { most: 5, windowMs: 15 * MINUTE },
    { most: 20, windowMs: DAY },
  ],
  email: [
    { most: 20, windowMs: HOUR },
    { most: 60, windowMs: DAY },
  ],
  address: [
    { most: 50, windowMs: HOUR },
    { most: 200, windowMs: DAY },
  ],
};

/** Mails with a link for a new password; the chat's and the address's owner may be a stranger to the mailbox. */
const resetMails: Record<"chat" | "email" | "address", RateLimit[]> = {
  chat: [
    { most: 1, windowMs: MINUTE },
    { most: 5, windowMs: HOUR },
  ],
  email: [
    { most: 1, windowMs: MINUTE },
    { most: 5, windowMs: HOUR },
    { most: 15, windowMs: DAY },
  ],
  address: [
    { most: 20, windowMs: HOUR },
    { most: 100, windowMs: DAY },
  ],
};

const signInLinks: Record<"chat", RateLimit[]> = {
  chat: [
    { most: 20, windowMs: HOUR },
    { most: 60, windowMs: DAY },
  ],
};

/** When a password may be tried again; undefined: now. */
export const nextTryAt = (earlier: EarlierTimes<"chat" | "email" | "address">, now: Date) =>
  nextFree(wrongPasswords, earlier, now);

/** When the next link for a new password may be asked for; undefined: now. */
export const nextResetAt = (earlier: EarlierTimes<"chat" | "email" | "address">, now: Date) =>
  nextFree(resetMails, earlier, now);

/** When the next link to the sign-in page may be had; undefined: now. */
export const nextSignInLinkAt = (earlier: EarlierTimes<"chat">, now: Date) =>
  nextFree(signInLinks, earlier, now);

function nextFree<Scope extends string>(
  limitsByScope: Record<Scope, RateLimit[]>,
  earlier: EarlierTimes<Scope>,
  now: Date,
): Date | undefined {
  const names = Object.keys(limitsByScope) as Scope[];
  return nextFreeAt(
    names.map((scope) => ({ times: earlier[scope], limits: limitsByScope[scope] })),
    now,
  );
}
