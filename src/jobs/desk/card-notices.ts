import { createHash } from "node:crypto";
import type { Database } from "../../db/database.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { Relay, RelayOutcome } from "../../ports/relay.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import { type DeskPlace, type InTopic, topicName } from "../../use-cases/support/in-topic.ts";
import { refreshCard } from "../../use-cases/support/queue-relay.ts";
import type { CaseShown, ReadCase } from "../../use-cases/support/read-case.ts";
import { toDelivery } from "./outcome.ts";

const LOOK_EVERY_MS = 5 * 60_000;
const MOST_LOOKED_AT = 200;
const DONE: RelayOutcome = { type: "delivered", messageIds: [] };

/**
 * Keeps the pinned card of a customer's topic true, and the topic's name and door with it. Telegram is asked
 * only for what differs from what it shows.
 */
export function createDeskCard(deps: {
  database: Database;
  clock: Clock;
  supportChatId: bigint;
  relay: Relay;
  inTopic: InTopic;
  readCase: ReadCase;
  cardView: (shown: CaseShown) => RenderedMessage;
  recapView: (shown: CaseShown) => RenderedMessage | undefined;
}) {
  const { database, clock, supportChatId, relay, inTopic, readCase, cardView, recapView } = deps;
  const { supportTopic } = database.prisma;
  let lookedAt = 0;

  return {
    /** The card, and under it what was said before. */
    async composeOpening(
      _chatId: bigint,
      { customer }: Extract<Notice, { type: "desk_opening" }>,
    ): Promise<Delivery | undefined> {
      const shown = await readCase(BigInt(customer));
      if (!shown) return undefined;
      return {
        act: async () => {
          const outcome = await inTopic(BigInt(customer), async (place) => {
            const kept = await keepCard(place, shown);
            const recap = recapView(shown);
            return kept.type === "delivered" && recap ? relay.sendView(place, recap) : kept;
          });
          return toDelivery(outcome);
        },
      };
    },

    async composeCard(
      _chatId: bigint,
      { customer }: Extract<Notice, { type: "desk_card" }>,
    ): Promise<Delivery | undefined> {
      const chatId = BigInt(customer);
      const shown = await readCase(chatId);
      if (!shown || (await isShown(chatId, shown))) return undefined;
      return { act: async () => toDelivery(await inTopic(chatId, (place) => keepCard(place, shown))) };
    },

    /** Has cards of open tickets changed whose facts did: customers use data, pay and travel meanwhile. */
    async refreshStale(): Promise<void> {
      const now = +clock.now();
      if (now - lookedAt < LOOK_EVERY_MS) return;
      lookedAt = now;
      const open = await database.prisma.ticket.findMany({
        // By its index: closed ones are many.
        where: { openChatId: { not: null }, status: { in: ["waiting", "active"] } },
        select: { chatId: true },
        orderBy: { openedAt: "desc" },
        take: MOST_LOOKED_AT,
      });
      for (const { chatId } of open) {
        const shown = await readCase(chatId);
        if (!shown || (await isShown(chatId, shown))) continue;
        const changed = { chatId, supportChatId, cause: `clock:${now}` };
        await database.transact((unit) => refreshCard(unit, changed));
      }
    },
  };

  async function isShown(chatId: bigint, shown: CaseShown): Promise<boolean> {
    const topic = await supportTopic.findUnique({ where: { chatId } });
    const closed = shown.ticket.status === "closed";
    return (
      topic?.cardHash === hashOf(cardView(shown)) && topic.name === nameOf(shown) && topic.closed === closed
    );
  }

  async function keepCard(place: DeskPlace, shown: CaseShown): Promise<RelayOutcome> {
    const { chatId } = shown.customer;
    const topic = await supportTopic.findUniqueOrThrow({ where: { chatId } });
    const closed = shown.ticket.status === "closed";
    // Opened before anything is said in it, closed after.
    if (!place.shared && topic.closed && !closed) {
      const opened = await relay.reopenTopic(place);
      if (isTrouble(opened)) return opened;
      await supportTopic.update({ where: { chatId }, data: { closed: false } });
    }
    const carded = await showCard(place, shown, topic);
    if (isTrouble(carded) || place.shared) return carded;
    const name = nameOf(shown);
    if (topic.name !== name) {
      const renamed = await relay.renameTopic(place, name);
      if (isTrouble(renamed)) return renamed;
      await supportTopic.update({ where: { chatId }, data: { name } });
    }
    if (closed && !topic.closed) {
      const shut = await relay.closeTopic(place);
      if (isTrouble(shut)) return shut;
      await supportTopic.update({ where: { chatId }, data: { closed: true } });
    }
    return DONE;
  }

  async function showCard(
    place: DeskPlace,
    shown: CaseShown,
    topic: { cardMessageId: number | null; cardHash: string | null },
  ): Promise<RelayOutcome> {
    const view = cardView(shown);
    const cardHash = hashOf(view);
    const { chatId } = shown.customer;
    if (topic.cardMessageId !== null) {
      if (topic.cardHash === cardHash) return DONE;
      const edited = await relay.editView(place.chatId, topic.cardMessageId, view);
      if (edited.type === "delivered") await supportTopic.update({ where: { chatId }, data: { cardHash } });
      if (edited.type !== "refused") return edited;
      // Somebody deleted it: another takes its place.
    }
    const sent = await relay.sendView(place, view);
    if (sent.type !== "delivered") return sent;
    const cardMessageId = sent.messageIds[0]!;
    await supportTopic.update({ where: { chatId }, data: { cardMessageId, cardHash } });
    if (place.shared) return DONE;
    const pinned = await relay.pin(place.chatId, cardMessageId);
    return pinned.type === "wait" ? pinned : DONE; // without the right to pin it is still the first
  }
}

/** What has to be tried again, or means that the topic is not what it was. */
const isTrouble = ({ type }: RelayOutcome) =>
  type === "wait" || type === "topic_gone" || type === "unreachable";

const nameOf = ({ ticket, customer }: CaseShown) =>
  topicName(ticket.number, customer.firstName, ticket.status === "closed");

const hashOf = (view: RenderedMessage) =>
  createHash("sha256").update(JSON.stringify(view)).digest("hex").slice(0, 16);
