import type { Database } from "../../db/database.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import { apologyView } from "../../views/menu.ts";

/** Says that something went wrong, where that could not be said at once. */
export function createComposeApology(deps: { database: Database; languages: Languages }) {
  const { database, languages } = deps;

  return async function composeApology(chatId: bigint): Promise<Delivery> {
    const chat = await database.prisma.chat.findUnique({ where: { id: chatId } });
    const language = languages.in(languages.resolve(chat ?? { locale: null, telegramLanguage: null }));
    return { message: apologyView(language) };
  };
}
