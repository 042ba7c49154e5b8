import type { Feature } from "../bot/feature.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import { createCardsFeature } from "../features/cards/index.ts";
import { createChatsFeature } from "../features/chats/index.ts";
import { createLinkFeature } from "../features/link/index.ts";
import { createSettingsFeature } from "../features/settings/index.ts";
import type { Languages } from "../i18n/localizer.ts";
import type { TimeZones } from "../i18n/time-zone-search.ts";
import { createComposeCardWanted } from "../jobs/notices/card-wanted.ts";
import { createComposeChatLinked } from "../jobs/notices/chat-linked.ts";
import { createComposeChatUnlinked } from "../jobs/notices/chat-unlinked.ts";
import { createComposeMailUndeliverable } from "../jobs/notices/mail-undeliverable.ts";
import { sendLoginCodeJob } from "../jobs/send-login-code.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Mailer } from "../ports/mailer.ts";
import { createAddCard } from "../use-cases/add-card.ts";
import { createCheckLoginCode } from "../use-cases/check-login-code.ts";
import { createChooseDefaultCard } from "../use-cases/choose-default-card.ts";
import { createChooseLanguage } from "../use-cases/choose-language.ts";
import { createChooseTimeZone } from "../use-cases/choose-time-zone.ts";
import { createClaimCard } from "../use-cases/claim-card.ts";
import { createDropClaim } from "../use-cases/drop-claim.ts";
import { createFindClaim } from "../use-cases/find-claim.ts";
import { createFindLoginCode } from "../use-cases/find-login-code.ts";
import { createLinkAccount } from "../use-cases/link-account.ts";
import { createUseLinkToken } from "../use-cases/link-token/use-link-token.ts";
import { createNameCard } from "../use-cases/name-card.ts";
import { createReadLinkedChats } from "../use-cases/read-linked-chats.ts";
import { createReadOwnCards } from "../use-cases/read-own-cards.ts";
import { createRememberOwnCommands } from "../use-cases/remember-own-commands.ts";
import { createRequestLoginCode } from "../use-cases/request-login-code.ts";
import { createSetAsideLoginCode } from "../use-cases/set-aside-login-code.ts";
import { createUnlinkChat } from "../use-cases/unlink-chat.ts";
import { createUnlinkOtherChat } from "../use-cases/unlink-other-chat.ts";
import { composePasswords } from "./passwords.ts";

/** Whose chat it is and how it is spoken to: linking by mail, language and clock. */
export function composeAccounts(deps: {
  database: Database;
  clock: Clock;
  log: Log;
  languages: Languages;
  timeZones: TimeZones;
  mailer: Mailer;
  config: Pick<Config, "publicUrl" | "trustedProxies">;
  /** Known once the bot has started. */
  chatUrl: () => string;
  /** See `createPasswordHasher`. */
  passwordLog2N?: number | undefined;
}) {
  const { database, clock, log, languages, timeZones, mailer } = deps;
  const linkAccount = createLinkAccount({ clock });
  const passwords = composePasswords({ ...deps, linkAccount });
  const findClaim = createFindClaim({ database, clock });
  const link: Feature = createLinkFeature({
    languages,
    clock,
    findClaim,
    claimCard: createClaimCard({ database, clock }),
    addCard: createAddCard({ database, clock, findClaim }),
    dropClaim: createDropClaim({ database, clock }),
    requestLoginCode: createRequestLoginCode({ database, clock }),
    findLoginCode: createFindLoginCode({ database, clock }),
    setAsideLoginCode: createSetAsideLoginCode({ database, clock }),
    checkLoginCode: createCheckLoginCode({ database, clock, linkAccount }),
    useLinkToken: createUseLinkToken({ database, clock, linkAccount }),
    unlinkChat: createUnlinkChat({ database }),
    ...passwords.chat,
  });
  const settings: Feature = createSettingsFeature({
    languages,
    clock,
    log,
    timeZones,
    chooseLanguage: createChooseLanguage({ database }),
    chooseTimeZone: createChooseTimeZone({ database }),
    rememberOwnCommands: createRememberOwnCommands({ database }),
  });
  const cards: Feature = createCardsFeature({
    ownCards: createReadOwnCards({ database }),
    nameCard: createNameCard({ database }),
    chooseDefaultCard: createChooseDefaultCard({ database }),
  });
  const chats: Feature = createChatsFeature({
    readLinkedChats: createReadLinkedChats({ database }),
    unlinkOtherChat: createUnlinkOtherChat({ database, clock }),
  });
  return {
    link,
    settings,
    routes: passwords.routes,
    jobs: [sendLoginCodeJob({ database, clock, mailer, languages, log }), ...passwords.jobs],
    cards,
    chats,
    notices: {
      mail_undeliverable: createComposeMailUndeliverable({ database, languages }),
      ...passwords.notices,
      chat_linked: createComposeChatLinked({ database, languages }),
      card_wanted: createComposeCardWanted({ database, languages }),
      chat_unlinked: createComposeChatUnlinked({ database, languages }),
    },
  };
}
