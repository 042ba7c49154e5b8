import type { Database } from "../../db/database.ts";
import type { Clock } from "../../ports/clock.ts";
import { hashToken } from "../one-time-token.ts";

/** Whose password a link would set. */
export interface ResetFound {
  id: string;
  state: "open" | "used" | "dead";
  email: string;
  /** The language of whoever asked for it. */
  locale: string;
}

/** Finds what a link for a new password stands for, and uses nothing up: mail scanners open links too. */
export function createFindReset({ database, clock }: { database: Database; clock: Clock }) {
  return async function findReset(token: string): Promise<ResetFound | undefined> {
    const kept = await database.prisma.resetToken.findUnique({ where: { tokenHash: hashToken(token) } });
    if (!kept) return undefined;
    const { id, email, locale, consumedAt, expiresAt } = kept;
    const state = consumedAt !== null ? "used" : expiresAt > clock.now() ? "open" : "dead";
    return { id, state, email, locale };
  };
}

export type FindReset = ReturnType<typeof createFindReset>;
