import { shorten } from "../../domain/relay.ts";
import type { Place, Relay, RelayOutcome } from "../../ports/relay.ts";
import type { DeskDeps } from "./desk.ts";

/** Where something about a customer is said: `shared` when it is the one thread that everybody has. */
export interface DeskPlace extends Place {
  shared: boolean;
}

/** Long enough for any answer of Telegram's; after it whoever claimed the topic has died. */
const CLAIM_MS = 60_000;
/** How long the one thread serves before topics are tried again. */
const SHARED_MS = 10 * 60_000;
const ASK_AGAIN_SECONDS = 2;
/** While nobody lets the bot into the group everything waits. */
const KNOCK_AGAIN_SECONDS = 60;
const LONGEST_NAME = 128;
const NOTHING_SAID: RelayOutcome = { type: "delivered", messageIds: [] };

/**
 * Says something in the customer's topic of the support group: it is made if there is none, and made again
 * when it was deleted. Where topics cannot be made, the group's one thread takes its place. Nothing is given
 * up because the group cannot be reached: it waits.
 */
export function createInTopic(deps: DeskDeps & { relay: Relay }) {
  const { database, clock, log, relay } = deps;
  const { prisma } = database;
  const group = deps.supportChatId!;

  return async function inTopic(
    chatId: bigint,
    say: (place: DeskPlace) => Promise<RelayOutcome>,
  ): Promise<RelayOutcome> {
    for (let tries = 0; ; tries++) {
      const found = await placeOf(chatId);
      if ("outcome" in found) return patient(found.outcome);
      const outcome = await say(found.place);
      if (outcome.type === "topic_gone" && found.place.threadId !== undefined && tries < 2) {
        log.warn({ chatId: chatId.toString() }, "A customer's topic is gone and made again");
        await forget(chatId, found.place.threadId);
      } else if (outcome.type === "no_topics" && !found.place.shared && tries < 2) {
        await share(chatId, outcome.reason);
      } else return patient(outcome);
    }
  };

  function patient(outcome: RelayOutcome): RelayOutcome {
    if (outcome.type !== "unreachable") return outcome;
    log.warn({ group: group.toString() }, "The support group cannot be written to");
    return { type: "wait", seconds: KNOCK_AGAIN_SECONDS };
  }

  async function placeOf(chatId: bigint): Promise<{ place: DeskPlace } | { outcome: RelayOutcome }> {
    const now = clock.now();
    const topic = await prisma.supportTopic.findUnique({ where: { chatId } });
    if (topic?.sharedUntil && topic.sharedUntil > now) return { place: { chatId: group, shared: true } };
    if (topic?.threadId != null) {
      return { place: { chatId: group, threadId: topic.threadId, shared: false } };
    }
    // Forgotten since it was put on its way: nobody is to be told of them any more.
    if ((await prisma.chat.count({ where: { id: chatId } })) === 0) return { outcome: NOTHING_SAID };
    if (!(await claim(chatId, now))) return { outcome: { type: "wait", seconds: ASK_AGAIN_SECONDS } };
    return make(chatId);
  }

  /** Telegram makes a second topic as gladly as the first: only one may ask. */
  async function claim(chatId: bigint, now: Date): Promise<boolean> {
    await prisma.supportTopic.createMany({ data: [{ chatId }], skipDuplicates: true });
    const free = { OR: [{ claimedAt: null }, { claimedAt: { lt: new Date(+now - CLAIM_MS) } }] };
    const { count } = await prisma.supportTopic.updateMany({
      where: { chatId, threadId: null, ...free },
      data: { claimedAt: now },
    });
    return count > 0;
  }

  async function make(chatId: bigint): Promise<{ place: DeskPlace } | { outcome: RelayOutcome }> {
    const name = await nameOf(chatId);
    const outcome = await relay.createTopic(group, name);
    const claimedAt = null;
    if (outcome.type === "delivered") {
      const threadId = outcome.messageIds[0]!;
      const fresh = { threadId, claimedAt, name, closed: false, sharedUntil: null };
      await database.transact(async (unit) => {
        await unit.tx.supportTopic.update({
          where: { chatId },
          data: { ...fresh, cardMessageId: null, cardHash: null },
        });
        const opening = { type: "desk_opening" as const, customer: chatId.toString() };
        await unit.say(group, opening, `desk-opening:${group}:${threadId}`);
      });
      return { place: { chatId: group, threadId, shared: false } };
    }
    if (outcome.type === "wait" || outcome.type === "unreachable") {
      await prisma.supportTopic.update({ where: { chatId }, data: { claimedAt } });
      return { outcome };
    }
    await share(chatId, "reason" in outcome ? outcome.reason : outcome.type);
    return { place: { chatId: group, shared: true } };
  }

  async function share(chatId: bigint, reason: string): Promise<void> {
    log.warn({ reason }, "No topic can be used in the support group: one thread for everybody");
    const sharedUntil = new Date(+clock.now() + SHARED_MS);
    await prisma.supportTopic.update({ where: { chatId }, data: { sharedUntil, claimedAt: null } });
  }

  async function forget(chatId: bigint, threadId: number): Promise<void> {
    await prisma.supportTopic.updateMany({
      where: { chatId, threadId },
      data: { threadId: null, claimedAt: null, cardMessageId: null, cardHash: null },
    });
  }

  async function nameOf(chatId: bigint): Promise<string> {
    const ticket = await prisma.ticket.findFirst({
      where: { chatId },
      orderBy: { closedAt: { sort: "desc", nulls: "first" } },
      include: { chat: { select: { firstName: true } } },
    });
    return topicName(ticket?.number ?? 0, ticket?.chat.firstName ?? "", ticket?.status === "closed");
  }
}

export type InTopic = ReturnType<typeof createInTopic>;

/** `#12 Alice`, or `✓ #12 Alice` once it is closed. */
export function topicName(number: number, firstName: string, closed: boolean): string {
  return shorten(`${closed ? "✓ " : ""}#${number} ${firstName}`.trim(), LONGEST_NAME);
}
