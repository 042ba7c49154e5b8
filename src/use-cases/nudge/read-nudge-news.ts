import type { Database } from "../../db/database.ts";
import type { Prisma } from "../../db/generated/client.ts";
import type { Bundle } from "../../domain/bundle.ts";
import { type NudgeRules, type NudgeTopic, nudgeKey } from "../../domain/nudge.ts";
import { decideNudges } from "../../domain/nudge-policy.ts";
import type { Foretold } from "../../domain/nudge-truths.ts";
import type { Product } from "../../domain/plan.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RepeatOffer } from "../balance-rows.ts";
import { lookAgainAtCard } from "./look-again.ts";
import type { ReadNudgeCases } from "./read-nudge-cases.ts";
import type { ReadRepeatOffers } from "./read-repeat-offers.ts";

/** What is worth saying of one card at this moment. */
export interface NudgedCardNews {
  id: string;
  iccid: string;
  product: Product;
  label: string;
  bundles: readonly Bundle[];
  runsOut: ReadonlyMap<string, Foretold>;
  topics: NudgeTopic[];
  /** The plan bought last, if it is still sold. */
  repeat: RepeatOffer | null;
}

export interface NudgeNews {
  cards: NudgedCardNews[];
  /** The account has other cards too, so that a card needs its name. */
  hasSeveralCards: boolean;
  timeZone: string;
  /** Writes down that this was said, in that message. */
  keep(messageId: number): Promise<void>;
}

/**
 * What a chat is to hear now, by the state of this moment: everything that waits for it in one piece. Undefined
 * when it was renewed, muted or unlinked in between, or when the night has fallen; then it counts as unsaid, and
 * is looked at again when it is time.
 */
export function createReadNudgeNews(deps: {
  database: Database;
  clock: Clock;
  readNudgeCases: ReadNudgeCases;
  readRepeatOffers: ReadRepeatOffers;
  rules: NudgeRules;
}) {
  const { database, clock, readNudgeCases, readRepeatOffers, rules } = deps;

  return async function readNudgeNews(chatId: bigint): Promise<NudgeNews | undefined> {
    const waiting = await database.prisma.nudge.findMany({
      where: { chatId, saidAt: null },
      select: { id: true, cardId: true },
    });
    if (waiting.length === 0) return undefined;
    const cards = await database.prisma.card.findMany({
      where: { id: { in: waiting.map(({ cardId }) => cardId) } },
      select: { id: true, accountId: true, carrier: true, iccid: true, product: true, label: true },
      orderBy: { createdAt: "asc" },
    });
    const now = clock.now();
    const cases = await readNudgeCases(cards, { unsaid: true });
    const judged = cases.flatMap(({ cardId, card, listeners }) => {
      const listener = listeners.find((each) => each.chatId === chatId);
      if (!listener) return [];
      return [{ cardId, card, ...listener, decision: decideNudges(listener.situation, rules, now) }];
    });
    const spoken = judged.filter(({ decision }) => decision.say.length > 0);
    const forNow = new Set(spoken.map(({ cardId }) => cardId));
    const unsaid: Unsaid = {
      nudgeIds: waiting.map(({ id }) => id),
      later: cases.flatMap(({ cardId }) => {
        if (forNow.has(cardId)) return [];
        const here = judged.find((each) => each.cardId === cardId);
        // Without a listener here it is for somebody else to hear now.
        return [{ cardId, lookAt: here ? here.decision.lookAt : now }];
      }),
    };
    if (spoken.length === 0) {
      await database.transact(({ tx }) => forget(tx, unsaid));
      return undefined;
    }

    const repeats = await readRepeatOffers(spoken.map(({ cardId }) => cardId));
    return {
      cards: spoken.map(({ cardId, card, decision }) => ({
        ...cards.find(({ id }) => id === cardId)!,
        ...card,
        topics: decision.say,
        repeat: repeats.get(cardId) ?? null,
      })),
      hasSeveralCards: (await database.prisma.card.count({ where: { accountId: cards[0]!.accountId } })) > 1,
      timeZone: spoken[0]!.situation.timeZone,
      keep: (messageId) => keep(chatId, unsaid, spoken, messageId),
    };
  };

  function keep(
    chatId: bigint,
    unsaid: Unsaid,
    spoken: { cardId: string; isCopy: boolean; decision: { say: NudgeTopic[] } }[],
    messageId: number,
  ): Promise<void> {
    const now = clock.now();
    // In the order in which whoever reports usage takes the cards.
    const inOrder = spoken.toSorted((a, b) => (a.cardId < b.cardId ? -1 : 1));
    const said = inOrder.flatMap(({ cardId, isCopy, decision }) =>
      decision.say.map((topic) => ({
        ...{ cardId, chatId, bundleId: topic.bundleId, kind: topic.kind, level: topic.level, messageId },
        dedupeKey: nudgeKey(topic, isCopy ? chatId : undefined),
        decidedAt: now,
        saidAt: now,
      })),
    );
    return database.transact(async ({ tx }) => {
      await forget(tx, unsaid);
      // Those that were snoozed before are said anew.
      await tx.nudge.deleteMany({ where: { dedupeKey: { in: said.map(({ dedupeKey }) => dedupeKey) } } });
      await tx.nudge.createMany({ data: said, skipDuplicates: true });
    });
  }
}

export type ReadNudgeNews = ReturnType<typeof createReadNudgeNews>;

/** What was written down to be said, and when its cards are worth another look if nothing of them was. */
interface Unsaid {
  nudgeIds: string[];
  later: { cardId: string; lookAt: Date | null }[];
}

async function forget(tx: Prisma.TransactionClient, { nudgeIds, later }: Unsaid): Promise<void> {
  for (const { cardId, lookAt } of later.toSorted((a, b) => (a.cardId < b.cardId ? -1 : 1))) {
    if (lookAt) await lookAgainAtCard(tx, cardId, lookAt);
  }
  await tx.nudge.deleteMany({ where: { id: { in: nudgeIds } } });
}
