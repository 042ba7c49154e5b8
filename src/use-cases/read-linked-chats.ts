import type { Database } from "../db/database.ts";

/** What one chat of an account may know of another. */
export interface LinkedChat {
  id: bigint;
  firstName: string;
  linkedAt: Date | null;
}

export interface LinkedChats {
  /** The newest first. */
  chats: LinkedChat[];
  count: number;
}

/** More are beyond what a message can show; the newest are those one wants to know of. */
const MOST_SHOWN = 20;

/** The chats that show an account's cards. */
export function createReadLinkedChats({ database }: { database: Database }) {
  return async function readLinkedChats(accountId: string): Promise<LinkedChats> {
    const chats = await database.prisma.chat.findMany({
      where: { accountId },
      select: { id: true, firstName: true, linkedAt: true },
      orderBy: [{ linkedAt: "desc" }, { id: "asc" }],
      take: MOST_SHOWN,
    });
    const count =
      chats.length < MOST_SHOWN ? chats.length : await database.prisma.chat.count({ where: { accountId } });
    return { chats, count };
  };
}

export type ReadLinkedChats = ReturnType<typeof createReadLinkedChats>;
