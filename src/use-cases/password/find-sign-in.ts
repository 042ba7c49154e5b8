import type { Database } from "../../db/database.ts";
import type { Clock } from "../../ports/clock.ts";
import { hashToken } from "../one-time-token.ts";

/** Whom a link to the sign-in page would link. */
export interface SignInFound {
  id: string;
  state: "open" | "used" | "dead";
  chat: { id: bigint; firstName: string; locale: string | null; telegramLanguage: string | null };
}

/** Finds what a link to the sign-in page stands for, and uses nothing up: previews and scanners open links too. */
export function createFindSignIn({ database, clock }: { database: Database; clock: Clock }) {
  const { prisma } = database;

  return async function findSignIn(token: string): Promise<SignInFound | undefined> {
    const kept = await prisma.signInToken.findUnique({ where: { tokenHash: hashToken(token) } });
    const chat = kept && (await prisma.chat.findUnique({ where: { id: kept.chatId } }));
    if (!kept || !chat) return undefined;
    const { id, firstName, locale, telegramLanguage } = chat;
    const state = kept.consumedAt !== null ? "used" : kept.expiresAt > clock.now() ? "open" : "dead";
    return { id: kept.id, state, chat: { id, firstName, locale, telegramLanguage } };
  };
}

export type FindSignIn = ReturnType<typeof createFindSignIn>;
