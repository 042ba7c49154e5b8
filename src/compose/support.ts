import { createRelay } from "../adapters/telegram/relay.ts";
import { listenToAnswers } from "../bot/listen-to-answers.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import { parseOpeningHours } from "../domain/opening-hours.ts";
import type { DeskRules } from "../domain/ticket.ts";
import { createDesk } from "../features/support/desk.ts";
import { createSupportFeature } from "../features/support/index.ts";
import { createMembership } from "../features/support/membership.ts";
import { createOverheard } from "../features/support/overheard.ts";
import { createPressedCase } from "../features/support/pressed-case.ts";
import { createWhoActs } from "../features/support/who-acts.ts";
import type { Faq } from "../i18n/faq.ts";
import type { Languages } from "../i18n/localizer.ts";
import { deskNotices } from "../jobs/desk/index.ts";
import { listenToNotices } from "../jobs/listen-to-notices.ts";
import { createTranscriptWriter } from "../jobs/transcript-writer.ts";
import type { Carrier } from "../ports/carrier.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Messenger } from "../ports/messenger.ts";
import type { MoveOrder } from "../use-cases/order/move-order.ts";
import type { ReadBalance } from "../use-cases/read-balance.ts";
import { createReadOwnOrders } from "../use-cases/read-own-orders.ts";
import { createAskSubject, createDropQuestion } from "../use-cases/support/ask-subject.ts";
import { createCallHuman } from "../use-cases/support/call-human.ts";
import { createCloseTicket } from "../use-cases/support/close-ticket.ts";
import type { DeskDeps } from "../use-cases/support/desk.ts";
import { createFindCustomer } from "../use-cases/support/find-customer.ts";
import { createFollowEdit, createFollowReaction } from "../use-cases/support/follow-change.ts";
import { createHearAgent } from "../use-cases/support/hear-agent.ts";
import { createHearCustomer, createNoteForDesk } from "../use-cases/support/hear-customer.ts";
import { createIsTalking } from "../use-cases/support/is-talking.ts";
import { createMovedGroups } from "../use-cases/support/moved-groups.ts";
import { createNameAgent } from "../use-cases/support/name-agent.ts";
import { createRateTicket } from "../use-cases/support/rate-ticket.ts";
import { createReadTicket } from "../use-cases/support/read-ticket.ts";
import { createReopenByWriting } from "../use-cases/support/reopen-by-writing.ts";
import { createReopenTicket } from "../use-cases/support/reopen-ticket.ts";
import { createForgetRelayed, createRunDeskClock } from "../use-cases/support/run-desk-clock.ts";
import { createSwitchInternal } from "../use-cases/support/switch-internal.ts";
import { createTakeTicket } from "../use-cases/support/take-ticket.ts";
import { createTranscript } from "../use-cases/support/transcript.ts";

import { composeDeskActions } from "./desk-actions.ts";

/** How the desk works, as its use cases take it. */
const deskRules = (config: Config): DeskRules => ({
  hours: parseOpeningHours(config.supportHours, config.supportTimeZone)!,
  remindAfterMs: config.supportRemindAfterSeconds * 1000,
  escalateAfterMs: config.supportEscalateAfterSeconds * 1000,
  silentAfterMs: config.supportSilentAfterSeconds * 1000,
  idleAfterMs: config.supportCloseAfterSeconds * 1000,
});

/** The support desk: the customer's side, the agents' side, and what goes between them. */
export async function composeSupport(deps: {
  config: Config & { botToken: string };
  database: Database;
  clock: Clock;
  log: Log;
  languages: Languages;
  /** The ready answers. */
  faq: Pick<Faq, "entries">;
  moveOrder: MoveOrder;
  readBalance: ReadBalance;
  carriers: ReadonlyMap<string, Carrier>;
  /** For what goes out at the outbox's pace. */
  outboxFetch: typeof fetch;
}) {
  const { config, database, clock, log, languages, outboxFetch } = deps;
  const { supportChatId } = config;
  const rules = deskRules(config);
  const desk: DeskDeps = { database, clock, log, supportChatId, rules };
  const moves = await createMovedGroups({ database, clock, log });
  const relay = createRelay({
    token: config.botToken,
    apiRoot: config.telegramApiRoot,
    fetch: outboxFetch,
    moves,
  });
  const transcript = createTranscript({ database, clock, days: config.transcriptDays });
  const language = languages.in(config.supportLocale ?? config.defaultLocale);
  const isDesk = (chatId: bigint) =>
    supportChatId !== undefined && (chatId === supportChatId || chatId === moves.current(supportChatId));
  const membership = createMembership({ relay, clock, supportChatId: supportChatId ?? 0n });
  const whoActs = createWhoActs(membership);
  const findCustomer = createFindCustomer({ database });
  const readTicket = createReadTicket({ database });
  const pressedCase = createPressedCase({ language, whoActs, findCustomer, readTicket });
  const closeTicket = createCloseTicket(desk);
  const callHuman = createCallHuman(desk);
  const hearCustomer = createHearCustomer(desk);
  const reopenTicket = createReopenTicket(desk);
  const feature = createSupportFeature({
    ...{ clock, transcript, hearCustomer, callHuman, closeTicket },
    noteForDesk: createNoteForDesk(desk),
    dropQuestion: createDropQuestion(desk),
    isTalking: createIsTalking({ database }),
    ownOrders: createReadOwnOrders({ database }),
    askSubject: createAskSubject(desk),
    rateTicket: createRateTicket(desk),
    reopenByWriting: createReopenByWriting({ ...desk, reopenTicket, hearCustomer }),
    contact: config.supportContact,
    hasDesk: supportChatId !== undefined,
    overheard: createOverheard({
      isDesk,
      followEdit: createFollowEdit(desk),
      followReaction: createFollowReaction(desk),
    }),
    desk: createDesk({
      ...{ whoActs, pressedCase, findCustomer, readTicket },
      actions: composeDeskActions({
        ...{ config, desk, language, languages, faq: deps.faq, membership, whoActs },
        ...{ pressedCase, moveOrder: deps.moveOrder, readBalance: deps.readBalance, carriers: deps.carriers },
      }),
      ...{ language, isDesk, closeTicket, reopenTicket },
      internalPrefix: config.supportInternalPrefix,
      membership,
      hearAgent: createHearAgent(desk),
      takeTicket: createTakeTicket(desk),
      switchInternal: createSwitchInternal(desk),
      keepDoor: async (chatId, closed) => {
        await database.prisma.supportTopic.updateMany({ where: { chatId }, data: { closed } });
      },
      nameAgent: createNameAgent(desk),
      groupMoved: moves.moved,
    }),
  });
  const notices = deskNotices({
    ...desk,
    relay,
    languages,
    language,
    transcript,
    timeZone: config.supportTimeZone,
  });

  return {
    feature,
    listenToAnswers: listenToAnswers(transcript),
    listenToNotices: (messenger: Messenger): Messenger => listenToNotices(messenger, transcript),
    writer: createTranscriptWriter({ transcript, log }),
    notices: notices.by,
    sweepers: [
      createRunDeskClock(desk),
      notices.refreshStaleCards,
      createForgetRelayed(desk),
      () => transcript.forget(),
    ],
  };
}
