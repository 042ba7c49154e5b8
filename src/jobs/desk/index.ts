import type { Languages, Localizer } from "../../i18n/localizer.ts";
import type { Relay } from "../../ports/relay.ts";
import type { DeskDeps } from "../../use-cases/support/desk.ts";
import { createInTopic } from "../../use-cases/support/in-topic.ts";
import { createReadCase } from "../../use-cases/support/read-case.ts";
import { createReportUndelivered } from "../../use-cases/support/report-undelivered.ts";
import type { Transcript } from "../../use-cases/support/transcript.ts";
import { caseCardView, recapView } from "../../views/desk/case.ts";
import { createComposeOrderAlert } from "../notices/order-alert.ts";
import { createComposeBundleExtended } from "./bundle-extended.ts";
import { createDeskCard } from "./card-notices.ts";
import { createComposeRelayEdit, createComposeRelayReaction } from "./change-notices.ts";
import { createComposeDeskFarewell } from "./farewell-notice.ts";
import { createComposeRelay } from "./relay-notice.ts";
import { createComposeDeskReminder } from "./reminder-notice.ts";
import { createComposeTicketNews } from "./ticket-news.ts";

/** Everything the desk says and carries, by its notice. Without a support group nothing of it is ever said. */
export function deskNotices(
  deps: DeskDeps & {
    relay: Relay;
    languages: Languages;
    /** The agents'. */
    language: Localizer;
    timeZone: string;
    transcript: Pick<Transcript, "read">;
  },
) {
  const { database, clock, languages, language: deskLanguage, timeZone, transcript } = deps;
  const supportChatId = deps.supportChatId ?? 0n;
  const inTopic = createInTopic(deps);
  const reader = () => ({
    language: deskLanguage,
    now: clock.now(),
    timeZone,
    languageName: (locale: string) => nameOfLanguage(deskLanguage.locale, locale),
  });
  const card = createDeskCard({
    ...{ ...deps, inTopic, supportChatId },
    readCase: createReadCase({ database, clock, readTranscript: transcript.read }),
    cardView: (shown) => caseCardView(reader(), shown),
    recapView: (shown) => recapView(reader(), shown),
  });
  const shared = { ...deps, inTopic, deskLanguage, supportChatId };

  return {
    refreshStaleCards: deps.supportChatId === undefined ? async () => {} : card.refreshStale,
    by: {
      order_alert: createComposeOrderAlert(shared),
      relay: createComposeRelay({ ...shared, reportUndelivered: createReportUndelivered(deps) }),
      relay_edit: createComposeRelayEdit(shared),
      relay_reaction: createComposeRelayReaction(shared),
      desk_opening: card.composeOpening,
      desk_card: card.composeCard,
      desk_farewell: createComposeDeskFarewell(shared),
      desk_reminder: createComposeDeskReminder({ ...shared, timeZone }),
      bundle_extended: createComposeBundleExtended({ database, languages }),
      ticket_news: createComposeTicketNews({ database, languages }),
    },
  };
}

function nameOfLanguage(reader: string, locale: string): string {
  try {
    return new Intl.DisplayNames(reader, { type: "language" }).of(locale) ?? locale;
  } catch {
    return locale;
  }
}
