import type { Database } from "../../db/database.ts";
import type { Clock } from "../../ports/clock.ts";
import { lookAgain } from "./look-again.ts";

/** Has what a message warned of said again at that moment, if it is still true then. Answers whether there was anything. */
export function createSnoozeNudges({ database }: { database: Database }) {
  return function snoozeNudges(chatId: bigint, messageId: number, until: Date): Promise<boolean> {
    return database.transact(async ({ tx }) => {
      const snoozed = await tx.nudge.findMany({ where: { chatId, messageId }, select: { cardId: true } });
      if (snoozed.length === 0) return false;
      const cardIds = [...new Set(snoozed.map(({ cardId }) => cardId))].sort();
      for (const id of cardIds) {
        await tx.card.updateMany({
          where: { id, OR: [{ nudgeDueAt: null }, { nudgeDueAt: { gt: until } }] },
          data: { nudgeDueAt: until },
        });
      }
      await tx.nudge.updateMany({ where: { chatId, messageId }, data: { snoozedUntil: until } });
      return true;
    });
  };
}

export type SnoozeNudges = ReturnType<typeof createSnoozeNudges>;

/** Takes a snooze back. */
export function createUnsnoozeNudges({ database }: { database: Database }) {
  return async function unsnoozeNudges(chatId: bigint, messageId: number): Promise<void> {
    await database.prisma.nudge.updateMany({ where: { chatId, messageId }, data: { snoozedUntil: null } });
  };
}

export type UnsnoozeNudges = ReturnType<typeof createUnsnoozeNudges>;

/** Turns the reminders of one card off or on for a chat; only of the account's own cards. Answers whether it is one. */
export function createMuteCard(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return function muteCard(
    chat: { id: bigint; accountId: string | null },
    cardId: string,
    muted: boolean,
  ): Promise<boolean> {
    return database.transact(async ({ tx }) => {
      const { accountId } = chat;
      if (
        !accountId ||
        !(await tx.card.findFirst({ where: { id: cardId, accountId }, select: { id: true } }))
      )
        return false;
      const key = { chatId: chat.id, cardId };
      if (muted) await tx.cardMute.createMany({ data: [key], skipDuplicates: true });
      else {
        await tx.cardMute.deleteMany({ where: key });
        await lookAgain(tx, accountId, clock.now());
      }
      return true;
    });
  };
}

export type MuteCard = ReturnType<typeof createMuteCard>;
