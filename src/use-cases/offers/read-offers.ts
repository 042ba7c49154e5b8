import type { Database } from "../../db/database.ts";
import type { Product } from "../../domain/plan.ts";
import { type Promotion, whyNotAgain, whyNotNow } from "../../domain/promotion.ts";
import type { Clock } from "../../ports/clock.ts";
import { readRecords, toPromotion } from "../promotion/read-promotion.ts";

export interface OwnOffers {
  promotions: Promotion[];
  wantsOffers: boolean;
  wantsHabitCheck: boolean;
  /** Nothing is known to fit: no account is linked. */
  linked: boolean;
}

const MOST_AT_ONCE = 100;
const NO_ORDER = "00000000-0000-0000-0000-000000000000";

/** The promotions that this person's cards can still use, those that end first at the top. */
export function createReadOffers(deps: { database: Database; clock: Clock }) {
  const { prisma } = deps.database;
  const { clock } = deps;

  return async function readOffers(chatId: bigint): Promise<OwnOffers> {
    const chat = await prisma.chat.findUniqueOrThrow({
      where: { id: chatId },
      select: {
        offers: true,
        habitCheckDueAt: true,
        account: { select: { id: true, cards: { select: { product: true } } } },
      },
    });
    const own = new Set(chat.account?.cards.map(({ product }) => product));
    const now = clock.now();
    const rows = await prisma.promotion.findMany({
      where: { stoppedAt: null, offered: true, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
      orderBy: [{ endsAt: { sort: "asc", nulls: "last" } }, { createdAt: "desc" }],
      take: MOST_AT_ONCE,
    });
    const open = rows
      .map(toPromotion)
      .filter((promotion) => whyNotNow(promotion, now) === undefined && suits(promotion, own));
    const promotions = chat.account ? await usable(open, chat.account.id) : open;
    const { offers, habitCheckDueAt } = chat;
    return {
      promotions,
      wantsOffers: offers === true,
      wantsHabitCheck: habitCheckDueAt !== null,
      linked: chat.account !== null,
    };
  };

  async function usable(promotions: Promotion[], accountId: string): Promise<Promotion[]> {
    const recordOf = await readRecords(prisma, promotions, { id: NO_ORDER, accountId });
    return promotions.filter((promotion) => {
      const why = whyNotAgain(promotion, recordOf(promotion));
      // What an unpaid order of theirs holds is still theirs.
      return why === undefined || why.type === "held_by_order";
    });
  }
}

/** Without any card everything might fit the one to come. */
const suits = ({ products }: Promotion, own: ReadonlySet<Product>): boolean =>
  products.length === 0 || own.size === 0 || products.some((product) => own.has(product));

export type ReadOffers = ReturnType<typeof createReadOffers>;
