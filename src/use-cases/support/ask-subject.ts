import type { DeskDeps } from "./desk.ts";
import { lookAgain } from "./desk.ts";

/**
 * Keeps that the customer was asked what it is about, so that the next thing they write is the answer. Does
 * nothing where a ticket is open already. Answers false where the desk takes nothing from the chat.
 */
export function createAskSubject({ database, clock, rules }: DeskDeps) {
  return async function askSubject(chatId: bigint): Promise<boolean> {
    const now = clock.now();
    const blocked = { id: chatId, deskBlockedAt: { not: null } };
    if ((await database.prisma.chat.count({ where: blocked })) > 0) return false;
    const life = { status: "asking", called: true, openedAt: now, waitingSince: null, reminders: 0 } as const;
    const open = await database.prisma.ticket.findUnique({ where: { openChatId: chatId } });
    if (open) {
      // Asked again: it counts from now.
      await database.prisma.ticket.updateMany({
        where: { id: open.id, status: "asking" },
        data: { openedAt: now, ...lookAgain(life, now, rules) },
      });
      return true;
    }
    await database.prisma.ticket.createMany({
      data: [{ chatId, openChatId: chatId, about: "other", ...life, ...lookAgain(life, now, rules) }],
      skipDuplicates: true,
    });
    return true;
  };
}

export type AskSubject = ReturnType<typeof createAskSubject>;

/** The question is not answered: the customer does something else. A ticket that agents know of stays. */
export function createDropQuestion({ database }: Pick<DeskDeps, "database">) {
  return async function dropQuestion(chatId: bigint): Promise<void> {
    await database.prisma.ticket.deleteMany({ where: { openChatId: chatId, status: "asking" } });
  };
}

export type DropQuestion = ReturnType<typeof createDropQuestion>;
