import type { Database } from "../../db/database.ts";

/** Whether the account's page linked this chat at or after that moment (in Unix milliseconds). */
export function createSignedInSince({ database }: { database: Database }) {
  return async function signedInSince(chatId: bigint, sinceMs: number): Promise<boolean> {
    const used = await database.prisma.signInToken.count({
      where: { chatId, consumedAt: { gte: new Date(sinceMs) } },
    });
    return used > 0;
  };
}

export type SignedInSince = ReturnType<typeof createSignedInSince>;
