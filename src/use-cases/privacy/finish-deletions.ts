import type { Database } from "../../db/database.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { DeletePerson } from "./delete-person.ts";

const BATCH = 20;
const POSTPONE_MS = 60 * 60_000;

/**
 * Does the deletions that waited for money, tells their chats, and a day later forgets that too. What
 * fails is tried again in an hour and holds up nobody else's.
 */
export function createFinishDeletions(deps: {
  database: Database;
  clock: Clock;
  deletePerson: DeletePerson;
  /** In which language the last word is said. */
  resolveLocale: (person: { locale: string | null; telegramLanguage: string | null }) => string;
  log: Log;
}) {
  const { database, clock, deletePerson, resolveLocale, log } = deps;
  const { deletion, chat, outboxNotice } = database.prisma;

  return async function finishDeletions(): Promise<void> {
    const due = await deletion.findMany({
      where: { dueAt: { lte: clock.now() } },
      orderBy: { dueAt: "asc" },
      take: BATCH,
    });
    for (const { chatId, accountId, doneAt } of due) {
      if (doneAt) await forget(chatId);
      else await finish(chatId, accountId);
    }
  };

  async function forget(chatId: bigint): Promise<void> {
    await outboxNotice.deleteMany({
      where: { chatId, notice: { path: ["type"], equals: "person_deleted" } },
    });
    await deletion.delete({ where: { chatId } });
  }

  async function finish(chatId: bigint, accountId: string | null): Promise<void> {
    try {
      const person = await chat.findUnique({ where: { id: chatId } });
      // Taken off the account meanwhile: that is no longer theirs to delete, what is known of the chat is.
      const theirs = person?.accountId === null ? null : accountId;
      const deleted = person && (await deletePerson(chatId, theirs, { tellIn: resolveLocale(person) }));
      // Gone by itself, or linked to another account since: nothing to do any more.
      if (!deleted || (!deleted.ok && deleted.error.type === "stale")) {
        await deletion.deleteMany({ where: { chatId } });
      }
    } catch (error) {
      log.error({ err: { message: String(error) } }, "Deletion failed");
      const dueAt = new Date(clock.now().getTime() + POSTPONE_MS);
      await deletion.updateMany({ where: { chatId }, data: { dueAt } });
    }
  }
}
