import type { Database } from "../../db/database.ts";

/** Whose chat a message in the support group is about: its topic's, else that of the message it answers. */
export function createFindCustomer({ database }: { database: Database }) {
  const { prisma } = database;

  return async function findCustomer(where: {
    threadId: number | undefined;
    replyTo: number | undefined;
  }): Promise<bigint | undefined> {
    if (where.threadId !== undefined) {
      const topic = await prisma.supportTopic.findUnique({ where: { threadId: where.threadId } });
      if (topic) return topic.chatId;
    }
    if (where.replyTo === undefined) return undefined;
    const answered = await prisma.relayedMessage.findFirst({
      where: { toDesk: true, copyMessageId: where.replyTo },
      orderBy: { id: "desc" },
    });
    if (answered) return answered.chatId;
    // In the one thread that everybody shares, a card stands for its customer.
    const card = await prisma.supportTopic.findFirst({ where: { cardMessageId: where.replyTo } });
    return card?.chatId;
  };
}

export type FindCustomer = ReturnType<typeof createFindCustomer>;
