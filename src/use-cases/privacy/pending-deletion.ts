import type { Database } from "../../db/database.ts";

/** A deletion that was asked for and waits, and taking that back. */
export function createPendingDeletion({ database }: { database: Database }) {
  return {
    isPending: async (chatId: bigint): Promise<boolean> =>
      (await database.prisma.deletion.count({ where: { chatId, doneAt: null } })) > 0,
    takeBack: async (chatId: bigint): Promise<boolean> =>
      (await database.prisma.deletion.deleteMany({ where: { chatId, doneAt: null } })).count > 0,
  };
}

export type PendingDeletion = ReturnType<typeof createPendingDeletion>;
