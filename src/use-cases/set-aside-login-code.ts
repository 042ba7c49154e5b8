import type { Database } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";

/** Stops asking the chat for its code, which goes on working: the person wants another address, or nothing. */
export function createSetAsideLoginCode(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function setAsideLoginCode(chatId: bigint): Promise<void> {
    await database.prisma.loginCode.updateMany({
      where: { chatId, consumedAt: null, setAsideAt: null },
      data: { setAsideAt: clock.now() },
    });
  };
}

export type SetAsideLoginCode = ReturnType<typeof createSetAsideLoginCode>;
