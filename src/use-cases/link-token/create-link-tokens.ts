import type { Database } from "../../db/database.ts";
import { DAY_MS, type Product } from "../../domain/plan.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";
import { collectBadLines, type ImportRefused } from "../import/bad-lines.ts";
import { createRisingUuids } from "../import/rising-uuids.ts";
import { hashLinkToken, newLinkToken } from "./token-hash.ts";

/** Who a link is for; a card decides, an address without one means the account. */
export interface LinkWish {
  /** As an editor counts; 0 where no file was given. */
  line: number;
  email: string | undefined;
  iccid: string | undefined;
}

export interface LinkMade {
  /** Empty: the card is nobody's yet. */
  email: string;
  /** Empty: the account as a whole. */
  iccid: string;
  product: Product | null;
  token: string;
  expiresAt: Date | null;
}

/** Looked up, written and handed out together. */
const BATCH = 500;

interface Found {
  wish: LinkWish;
  accountId: string | null;
  email: string;
  card: { id: string; iccid: string; product: Product } | null;
}

/**
 * Makes a single-use link for each wish, or none at all where one is wrong. The tokens exist in what is
 * handed out, and here as hashes. Links made before stay good unless `replace` says otherwise. Work goes in
 * batches, so that the bot stays awake whatever the number.
 */
export function createCreateLinkTokens(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function createLinkTokens(
    wishes: readonly LinkWish[],
    options: { days: number | null; replace: boolean; signal?: AbortSignal },
  ): Promise<Result<LinkMade[], ImportRefused>> {
    const badLines = collectBadLines();
    const found: Found[] = [];
    for (const batch of batchesOf(wishes)) {
      options.signal?.throwIfAborted();
      found.push(...(await findAll(batch, (line, reason) => badLines.add({ line, reason }))));
    }
    if (badLines.count() > 0) return fail(badLines.refusal());

    const made: LinkMade[] = [];
    const nextId = createRisingUuids(clock.now());
    for (const batch of batchesOf(found)) {
      options.signal?.throwIfAborted();
      made.push(...(await makeAll(batch, nextId, options)));
    }
    return ok(made);
  };

  async function findAll(
    wishes: readonly LinkWish[],
    bad: (line: number, reason: string) => void,
  ): Promise<Found[]> {
    const { prisma } = database;
    const cards = await prisma.card.findMany({
      where: { iccid: { in: wishes.flatMap(({ iccid }) => iccid ?? []) } },
      select: { id: true, iccid: true, product: true, account: { select: { id: true, email: true } } },
    });
    const accounts = await prisma.account.findMany({
      where: { email: { in: wishes.flatMap(({ iccid, email }) => (iccid ? [] : (email ?? []))) } },
      select: { id: true, email: true },
    });
    const cardByIccid = new Map(cards.map((card) => [card.iccid, card]));
    const accountByEmail = new Map(accounts.map((account) => [account.email, account]));

    return wishes.flatMap((wish): Found[] => {
      const { line, iccid, email } = wish;
      const card = iccid === undefined ? null : cardByIccid.get(iccid);
      const account = card ? card.account : accountByEmail.get(email ?? "");
      if (card === undefined) bad(line, `${iccid} is no known card: import it first`);
      else if (card && email !== undefined && account?.email !== email) {
        bad(line, account ? `${iccid} is a card of another account` : `${iccid} is nobody's card yet`);
      } else if (!card && !account) bad(line, `no account has the address ${email}`);
      else return [{ wish, accountId: account?.id ?? null, email: account?.email ?? "", card }];
      return [];
    });
  }

  async function makeAll(
    batch: readonly Found[],
    nextId: () => string,
    { days, replace }: { days: number | null; replace: boolean },
  ): Promise<LinkMade[]> {
    const now = clock.now();
    const expiresAt = days === null ? null : new Date(now.getTime() + days * DAY_MS);
    const made = batch.map(({ card, accountId, email }) => ({
      ...{ accountId, email, card, token: newLinkToken(), id: nextId() },
    }));
    await database.transact(async ({ tx }) => {
      if (replace) {
        const cardIds = batch.flatMap(({ card }) => card?.id ?? []);
        const accountIds = batch.flatMap(({ card, accountId }) => (card ? [] : (accountId ?? [])));
        await tx.linkToken.updateMany({
          where: {
            ...{ consumedAt: null, revokedAt: null },
            OR: [{ cardId: { in: cardIds } }, { cardId: null, accountId: { in: accountIds } }],
          },
          data: { revokedAt: now },
        });
      }
      await tx.linkToken.createMany({
        data: made.map(({ id, token, accountId, card }) => ({
          ...{ id, tokenHash: hashLinkToken(token), accountId, cardId: card?.id ?? null },
          ...{ createdAt: now, expiresAt },
        })),
      });
    });
    return made.map(({ email, card, token }) => ({
      ...{ email, token, expiresAt, iccid: card?.iccid ?? "", product: card?.product ?? null },
    }));
  }
}

function* batchesOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += BATCH) yield items.slice(start, start + BATCH);
}
