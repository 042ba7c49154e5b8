import type { Database } from "../../db/database.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Languages } from "../../i18n/localizer.ts";
import { effectiveTimeZone } from "../../i18n/time-zone.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import { bundleExtendedView } from "../../views/bundle-extended.ts";

/** Tells a customer that the desk made a plan last longer, as long as its card is the account's. */
export function createComposeBundleExtended(deps: { database: Database; languages: Languages }) {
  const { languages } = deps;
  const { prisma } = deps.database;

  return async function composeBundleExtended(
    chatId: bigint,
    { bundleId, until }: Extract<Notice, { type: "bundle_extended" }>,
  ): Promise<Delivery | undefined> {
    const chat = await prisma.chat.findUnique({ where: { id: chatId }, include: { account: true } });
    const bundle = await prisma.bundle.findUnique({ where: { id: bundleId }, include: { card: true } });
    if (!chat?.account || bundle?.card.accountId !== chat.accountId) return undefined;
    const language = languages.in(languages.resolve(chat));
    const owner = { timeZone: chat.timeZone, lastCountry: chat.account.lastCountry };
    const timeZone = effectiveTimeZone(owner, language);
    const planName = bundle.planName as { en: string };
    return {
      message: bundleExtendedView(language, {
        ...{ planName, card: bundle.card, until: new Date(until), timeZone },
      }),
    };
  };
}
