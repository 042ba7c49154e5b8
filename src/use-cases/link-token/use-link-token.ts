import type { Database } from "../../db/database.ts";
import { isUsable } from "../../domain/link-token.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LinkAccount } from "../link-account.ts";
import { hashLinkToken } from "./token-hash.ts";

export type TokenUsed =
  | { type: "linked"; email: string }
  /** The chat was linked to this account before; the token is still good. */
  | { type: "already"; email: string }
  /** It is linked to another account: nothing was done, it has to be said twice. */
  | { type: "other_account"; email: string }
  /** A card that is nobody's: whoever holds it may register it. */
  | { type: "card"; cardId: string };

/** Used, replaced, expired, of an account or for an owner that is gone, or never made: the same to everybody. */
export type TokenRefused = { type: "dead" };

/**
 * Links the chat of whoever presses a printed link, once; `sure` takes it off another account. The use is
 * decided in one statement: of two at the same instant one wins. A card's token goes with the owner it was
 * printed for: printed on a card of nobody, it is dead as soon as the card is somebody's.
 */
export function createUseLinkToken(deps: { database: Database; clock: Clock; linkAccount: LinkAccount }) {
  const { database, clock, linkAccount } = deps;

  return (chatId: bigint, typed: string, { sure }: { sure: boolean }) =>
    database.transact(async (unit): Promise<Result<TokenUsed, TokenRefused>> => {
      const { tx } = unit;
      const now = clock.now();
      const token = await tx.linkToken.findUnique({
        where: { tokenHash: hashLinkToken(typed) },
        include: { account: true, card: { select: { accountId: true } } },
      });
      if (!token || !isUsable(token, now)) return fail({ type: "dead" });
      const { account, cardId } = token;
      if (token.card && token.card.accountId !== token.accountId) return fail({ type: "dead" });
      if (!account) return cardId ? ok({ type: "card", cardId }) : fail({ type: "dead" });
      if (account.deletedAt) return fail({ type: "dead" });

      const { id: accountId, email } = account;
      const chat = await tx.chat.findUniqueOrThrow({ where: { id: chatId }, select: { accountId: true } });
      if (chat.accountId === accountId) return ok({ type: "already", email });
      if (chat.accountId !== null && !sure) return ok({ type: "other_account", email });

      const { count } = await tx.linkToken.updateMany({
        where: {
          ...{ id: token.id, consumedAt: null, revokedAt: null },
          OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
        },
        data: { consumedAt: now },
      });
      if (count === 0) return fail({ type: "dead" });
      await linkAccount(unit, { chatId, accountId });
      return ok({ type: "linked", email });
    });
}

export type UseLinkToken = ReturnType<typeof createUseLinkToken>;
