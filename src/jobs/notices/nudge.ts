import type { Database } from "../../db/database.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import type { ReadNudgeNews } from "../../use-cases/nudge/read-nudge-news.ts";
import { nudgeView } from "../../views/nudge.ts";

/** Warns of everything that is worth a warning at this moment, in one message; of nothing where that has passed. */
export function createComposeNudge(deps: {
  database: Database;
  languages: Languages;
  clock: Clock;
  readNudgeNews: ReadNudgeNews;
}) {
  const { database, languages, clock, readNudgeNews } = deps;

  return async function composeNudge(chatId: bigint): Promise<Delivery | undefined> {
    const news = await readNudgeNews(chatId);
    const chat = news && (await database.prisma.chat.findUnique({ where: { id: chatId } }));
    if (!chat) return undefined;
    const language = languages.in(languages.resolve(chat));
    return { message: nudgeView(language, news, clock.now()), onDelivered: news.keep };
  };
}
