import type { ReadBalance } from "../read-balance.ts";
import type { DeskDeps } from "./desk.ts";
import { refreshCard } from "./queue-relay.ts";
import type { ReadCustomer } from "./read-customer.ts";

const MOST_CARDS = 5;

/** Asks the carriers for the figures of a customer's cards now, and has the pinned card show them. */
export function createRefreshCase(deps: DeskDeps & { readBalance: ReadBalance; readCustomer: ReadCustomer }) {
  const { database, clock, supportChatId, readBalance, readCustomer } = deps;

  return async function refreshCase({ chatId }: { chatId: bigint }): Promise<void> {
    if (supportChatId === undefined) return;
    const { accountId } = await readCustomer(chatId);
    const cards = accountId
      ? await database.prisma.card.findMany({
          where: { accountId },
          select: { id: true },
          orderBy: { createdAt: "asc" },
          take: MOST_CARDS,
        })
      : [];
    for (const { id } of cards) await readBalance({ accountId: accountId!, cardId: id, askAgain: true });
    const cause = `refreshed:${+clock.now()}`;
    await database.transact((unit) => refreshCard(unit, { chatId, supportChatId, cause }));
  };
}
