import type { Database } from "../db/database.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { ClaimedCard } from "./claim-card.ts";
import type { FindClaim } from "./find-claim.ts";
import { registerCard } from "./register-card.ts";

/** `nothing`: the chat is not linked any more, or has named no card of late. */
export type NotAdded = { type: "nothing" } | { type: "taken" };

/** Registers the card that the chat has claimed with the account it is linked to: no code, it proved that once. */
export function createAddCard(deps: { database: Database; clock: Clock; findClaim: FindClaim }) {
  const { database, clock, findClaim } = deps;

  return async function addCard(chatId: bigint): Promise<Result<ClaimedCard, NotAdded>> {
    const claimed = await findClaim(chatId);
    if (!claimed) return fail({ type: "nothing" });
    return database.transact(async ({ tx }) => {
      // Locked: it must not be unlinked meanwhile.
      await tx.$queryRaw`SELECT 1 FROM "Chat" WHERE id = ${chatId} FOR NO KEY UPDATE`;
      const chat = await tx.chat.findUnique({ where: { id: chatId }, select: { accountId: true } });
      if (!chat?.accountId) return fail<NotAdded>({ type: "nothing" });
      const card = await registerCard(
        { tx },
        { cardId: claimed.id, accountId: chat.accountId, now: clock.now() },
      );
      return card ? ok(card) : fail<NotAdded>({ type: "taken" });
    });
  };
}

export type AddCard = ReturnType<typeof createAddCard>;
