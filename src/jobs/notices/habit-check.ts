import type { Database } from "../../db/database.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import type { FindSaving } from "../../use-cases/offers/find-saving.ts";
import { savingView } from "../../views/offers.ts";

/** The monthly look; says nothing where nothing would have been saved, or to whom no longer wants it. */
export function createComposeHabitCheck(deps: {
  database: Database;
  languages: Languages;
  findSaving: FindSaving;
}) {
  const { database, languages, findSaving } = deps;

  return async function composeHabitCheck(chatId: bigint): Promise<Delivery | undefined> {
    const chat = await database.prisma.chat.findUnique({ where: { id: chatId } });
    if (!chat?.habitCheckDueAt) return undefined;
    const found = await findSaving(chatId);
    return found && { message: savingView(languages.in(languages.resolve(chat)), found) };
  };
}
