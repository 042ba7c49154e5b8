import type { Database } from "../db/database.ts";

/** How somebody who may never have opened the chat wants to be spoken to; reads, and writes nothing. */
export function createReadSpeaker({ database }: { database: Database }) {
  return async function readSpeaker(
    chatId: bigint,
  ): Promise<{ locale: string | null; timeZone: string | null }> {
    const chosen = await database.prisma.chat.findUnique({
      where: { id: chatId },
      select: { locale: true, timeZone: true },
    });
    return chosen ?? { locale: null, timeZone: null };
  };
}

export type ReadSpeaker = ReturnType<typeof createReadSpeaker>;
