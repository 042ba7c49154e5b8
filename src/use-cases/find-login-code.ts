import type { Database } from "../db/database.ts";
import { isAlive } from "../domain/login-code.ts";
import type { Clock } from "../ports/clock.ts";

/** The chat's last code, as long as it was not used. */
export interface PendingCode {
  email: string;
  alive: boolean;
  /** The person turned to another address since. */
  setAside: boolean;
  /** The card that it registers as well. */
  cardId: string | null;
}

/** Finds what the chat was last sent a code for; null when nothing, or when it was used. */
export function createFindLoginCode(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function findLoginCode(chatId: bigint): Promise<PendingCode | null> {
    const code = await database.prisma.loginCode.findFirst({
      where: { chatId },
      orderBy: { createdAt: "desc" },
    });
    if (!code || code.consumedAt) return null;
    const { email, setAsideAt, mailState, cardId } = code;
    const alive = mailState !== "undeliverable" && isAlive(code, clock.now());
    return { email, alive, setAside: setAsideAt !== null, cardId };
  };
}

export type FindLoginCode = ReturnType<typeof createFindLoginCode>;
