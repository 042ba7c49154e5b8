import type { Database } from "../../db/database.ts";
import type { Notice } from "../../domain/notice.ts";
import { joinTexts, LONGEST_CAPTION, LONGEST_TEXT, type RelayText } from "../../domain/relay.ts";
import type { Languages, Localizer } from "../../i18n/localizer.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Place, Relay, RelayOutcome, ReplyTo } from "../../ports/relay.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import {
  createDueRelays,
  createFindCounterpart,
  type DueRelay,
  oneDelivery,
} from "../../use-cases/support/due-relays.ts";
import type { DeskPlace, InTopic } from "../../use-cases/support/in-topic.ts";
import { createRelayTurns } from "../../use-cases/support/relay-turns.ts";
import type { ReportUndelivered } from "../../use-cases/support/report-undelivered.ts";
import { forCustomer, forDesk, sharedHeading, signature } from "../../views/desk/relayed.ts";
import { toDelivery } from "./outcome.ts";

/**
 * Carries what waits between a customer and the desk, in its order: each notice brings the next message, so
 * that one that was taken along by an earlier notice leaves nothing to do.
 */
export function createComposeRelay(deps: {
  database: Database;
  languages: Languages;
  clock: Clock;
  log: Log;
  relay: Relay;
  inTopic: InTopic;
  deskLanguage: Localizer;
  reportUndelivered: ReportUndelivered;
  supportChatId: bigint;
}) {
  const { database, languages, clock, log, relay, inTopic, deskLanguage, reportUndelivered } = deps;
  const { supportChatId } = deps;
  const { waitsForAlbum, keepDelivered } = createRelayTurns({ database, clock });
  const dueRelays = createDueRelays({ database });
  const findCounterpart = createFindCounterpart({ database });

  return async function composeRelay(
    _chatId: bigint,
    { customer, toDesk }: Extract<Notice, { type: "relay" }>,
  ): Promise<Delivery | undefined> {
    const chatId = BigInt(customer);
    const due = await dueRelays(chatId, toDesk);
    const [first] = due;
    if (!first || (await waitsForAlbum(first, due, supportChatId))) return undefined;
    const rows = oneDelivery(due, (row) => forDesk(deskLanguage, row.content));
    return { act: async () => toDelivery(await (toDesk ? carryToDesk : carryToCustomer)(chatId, rows)) };
  };

  async function carryToDesk(chatId: bigint, rows: DueRelay[]): Promise<RelayOutcome> {
    const outcome = await inTopic(chatId, async (place) => {
      const heading = place.shared ? await headingOf(rows[0]!) : undefined;
      return carry(place, rows, heading, (row) => forDesk(deskLanguage, row.content));
    });
    return conclude(rows, outcome);
  }

  async function carryToCustomer(chatId: bigint, rows: DueRelay[]): Promise<RelayOutcome> {
    const chat = await database.prisma.chat.findUnique({ where: { id: chatId } });
    const language = languages.in(languages.resolve(chat ?? { locale: null, telegramLanguage: null }));
    const outcome = await carry({ chatId }, rows, signature(language, rows[0]!.content), (row) =>
      forCustomer(language, row.content),
    );
    return conclude(rows, outcome);
  }

  /** One call where it can be one: `heading` goes ahead of what cannot carry words of ours. */
  async function carry(
    place: Place | DeskPlace,
    rows: DueRelay[],
    heading: RelayText | undefined,
    worded: (row: DueRelay) => RelayText,
  ): Promise<RelayOutcome> {
    const [row] = rows as [DueRelay];
    const reply = await replyOf(row);
    const isShared = "shared" in place && place.shared;
    if (row.kind !== "copy") {
      const words = joinTexts(rows.map(worded), "\n");
      const text = isShared && heading ? joinTexts([heading, words], "\n") : words;
      if (text.text.length <= LONGEST_TEXT) return relay.sendText(place, text, reply);
      return ahead(place, heading, reply, () => relay.sendText(place, row.content, reply));
    }
    const from = { chatId: row.sourceChatId!, messageId: row.sourceMessageId! };
    if (rows.length > 1) {
      const messageIds = rows.map(({ sourceMessageId }) => sourceMessageId!).sort((a, b) => a - b);
      return ahead(place, heading, reply, () => relay.copyAlbum(place, { chatId: from.chatId, messageIds }));
    }
    if (!heading) {
      // An excerpt is words of ours as well.
      if (!row.content.captioned || reply || row.content.excerpt === undefined) {
        return relay.copy(place, from, { reply });
      }
    }
    const captioned = isShared && heading ? joinTexts([heading, worded(row)], "\n") : worded(row);
    if (row.content.captioned && captioned.text.length <= LONGEST_CAPTION) {
      return relay.copy(place, from, { caption: captioned, reply });
    }
    return ahead(place, heading, reply, () => relay.copy(place, from, { reply }));
  }

  async function ahead(
    place: Place,
    heading: RelayText | undefined,
    reply: ReplyTo | undefined,
    then: () => Promise<RelayOutcome>,
  ): Promise<RelayOutcome> {
    if (!heading) return then();
    const said = await relay.sendText(place, heading, reply);
    return said.type === "delivered" ? then() : said;
  }

  /** Where what it answers was carried as well, an answer points at its counterpart. */
  async function replyOf(row: DueRelay): Promise<ReplyTo | undefined> {
    const { replyTo, quote } = row.content;
    if (replyTo === undefined) return undefined;
    const messageId = await findCounterpart(row.chatId, row.toDesk ? "customer" : "desk", replyTo);
    if (messageId === undefined) return undefined;
    delete row.content.excerpt;
    return { messageId, quote };
  }

  async function headingOf({ ticketId }: DueRelay): Promise<RelayText> {
    const ticket = await database.prisma.ticket.findUniqueOrThrow({
      where: { id: ticketId },
      include: { chat: { select: { firstName: true } } },
    });
    return sharedHeading(ticket.chat.firstName, ticket.number);
  }

  async function conclude(rows: DueRelay[], outcome: RelayOutcome): Promise<RelayOutcome> {
    switch (outcome.type) {
      case "delivered":
        await keepDelivered(rows, outcome.messageIds, supportChatId);
        return outcome;
      case "wait":
        return outcome;
      case "unreachable":
        await reportUndelivered(rows, "blocked");
        return outcome;
      default: {
        const reason = "reason" in outcome ? outcome.reason : outcome.type;
        log.warn({ relayedId: rows[0]!.id.toString(), reason }, "A message could not be relayed");
        await reportUndelivered(rows, "refused");
        return { type: "delivered", messageIds: [] };
      }
    }
  }
}
