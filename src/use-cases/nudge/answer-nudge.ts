import type { Database } from "../../db/database.ts";
import type { NudgeRules } from "../../domain/nudge.ts";
import { nextMorning } from "../../domain/quiet-hours.ts";
import { readChoices } from "../../domain/reminder-choices.ts";
import type { Clock } from "../../ports/clock.ts";
import { lookAgain, lookAgainAtCard } from "./look-again.ts";

/**
 * Has what a message warned of said again on the person's next morning, if it is still true then. Answers when
 * that is; undefined when there is nothing to say again.
 */
export function createSnoozeNudges(deps: { database: Database; clock: Clock; rules: NudgeRules }) {
  const { database, clock, rules } = deps;

  return function snoozeNudges(
    chatId: bigint,
    messageId: number,
    timeZone: string,
  ): Promise<Date | undefined> {
    return database.transact(async ({ tx }) => {
      const snoozed = await tx.nudge.findMany({ where: { chatId, messageId }, select: { cardId: true } });
      if (snoozed.length === 0) return undefined;
      const chat = await tx.chat.findUnique({ where: { id: chatId }, select: { reminders: true } });
      const { quietHours } = readChoices(chat?.reminders, rules);
      const until = nextMorning(clock.now(), quietHours, timeZone);
      for (const id of [...new Set(snoozed.map(({ cardId }) => cardId))].sort()) {
        await lookAgainAtCard(tx, id, until);
      }
      await tx.nudge.updateMany({ where: { chatId, messageId }, data: { snoozedUntil: until } });
      return until;
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
