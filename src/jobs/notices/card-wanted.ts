import type { Database } from "../../db/database.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import { cardWantedView } from "../../views/register.ts";

/** Tells a card's owner that somebody tried to register it, as long as chat and card are the account's. */
export function createComposeCardWanted(deps: { database: Database; languages: Languages }) {
  const { languages } = deps;
  const { prisma } = deps.database;

  return async function composeCardWanted(
    chatId: bigint,
    { cardId, accountId }: Extract<Notice, { type: "card_wanted" }>,
  ): Promise<Delivery | undefined> {
    const chat = await prisma.chat.findUnique({ where: { id: chatId, accountId } });
    const card = await prisma.card.findUnique({ where: { id: cardId, accountId } });
    if (!chat || !card) return undefined;
    return { message: cardWantedView(languages.in(languages.resolve(chat)), card) };
  };
}
