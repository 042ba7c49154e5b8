import type { Database } from "../../db/database.ts";
import type { Prisma } from "../../db/generated/client.ts";
import type { NudgeRules } from "../../domain/nudge.ts";
import type { Product } from "../../domain/plan.ts";
import {
  changeChoices,
  type ReminderChange,
  type ReminderChoices,
  readChoices,
} from "../../domain/reminder-choices.ts";
import type { Clock } from "../../ports/clock.ts";
import { lookAgain } from "./look-again.ts";

type RemindedChat = { id: bigint; accountId: string | null };

export interface Reminders {
  choices: ReminderChoices;
  cards: { id: string; iccid: string; product: Product; label: string; isMuted: boolean }[];
  /** The account has other chats, so that it matters which of them is told. */
  hasOtherChats: boolean;
}

const MOST_CARDS = 100;

/** How a chat wants to be reminded, and of which cards. */
export function createReadReminders(deps: { database: Database; rules: NudgeRules }) {
  const { rules } = deps;
  const { prisma } = deps.database;

  return async function readReminders({ id, accountId }: RemindedChat): Promise<Reminders> {
    const chat = await prisma.chat.findUnique({ where: { id }, select: { reminders: true, mutes: true } });
    const cards = await prisma.card.findMany({
      where: { accountId: accountId ?? undefined, ...(accountId === null && { id: { in: [] } }) },
      select: { id: true, iccid: true, product: true, label: true },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: MOST_CARDS,
    });
    const muted = new Set(chat?.mutes.map(({ cardId }) => cardId));
    const others =
      accountId === null ? 0 : await prisma.chat.count({ where: { accountId, id: { not: id } } });
    return {
      choices: readChoices(chat?.reminders, rules),
      cards: cards.map((card) => ({ ...card, isMuted: muted.has(card.id) })),
      hasOtherChats: others > 0,
    };
  };
}

export type ReadReminders = ReturnType<typeof createReadReminders>;

/** Changes one of a chat's choices; what is true by now and was not wanted before is looked at. */
export function createChooseReminders(deps: { database: Database; clock: Clock; rules: NudgeRules }) {
  const { database, clock, rules } = deps;

  return function chooseReminders({ id, accountId }: RemindedChat, change: ReminderChange): Promise<void> {
    return database.transact(async ({ tx }) => {
      const [chat] = await tx.$queryRaw<{ reminders: unknown }[]>`
        SELECT reminders FROM "Chat" WHERE id = ${id} FOR NO KEY UPDATE`;
      const reminders = changeChoices(chat?.reminders, change, rules) as Prisma.InputJsonObject;
      await tx.chat.update({ where: { id }, data: { reminders } });
      if (accountId) await lookAgain(tx, accountId, clock.now());
    });
  };
}

export type ChooseReminders = ReturnType<typeof createChooseReminders>;
