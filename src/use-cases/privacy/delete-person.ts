import { randomInt } from "node:crypto";
import type { Database, UnitOfWork } from "../../db/database.ts";
import { Prisma } from "../../db/generated/client.ts";
import { DAY_MS } from "../../domain/plan.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";
import { lockOrder } from "../order/locked-order.ts";
import type { MoveOrder } from "../order/move-order.ts";
import { personalTables } from "./personal-tables.ts";

export type NotDeleted =
  /** Money of these orders is on its way: it is done as soon as that has arrived. */
  | { type: "waits"; numbers: string[] }
  /** The chat is not linked to that account any more. */
  | { type: "stale" };

/** How long until an order that is on its way is looked at again. */
const RETRY_MS = 5 * 60_000;
/** No Telegram chat has more than 52 bits. */
const NOBODY = 2n ** 60n;

/**
 * Forgets whoever writes in a chat, with the account or without. Orders and payments stay, as the law wants
 * them, under the number of nobody: money that comes later finds its order and goes back (`provision-order`).
 * Unpaid orders are canceled; while money is on its way it only keeps that it was asked for, and
 * `finishDeletions` does it. The account's cards are nobody's afterwards, its other chats are told.
 */
export function createDeletePerson(deps: {
  database: Database;
  clock: Clock;
  moveOrder: MoveOrder;
  supportChatId: bigint | undefined;
}) {
  const { database, clock, moveOrder, supportChatId } = deps;

  return (
    chatId: bigint,
    accountId: string | null,
    /** Says so in this language, and keeps that it has to be forgotten as well. */
    { tellIn }: { tellIn?: string } = {},
  ): Promise<Result<null, NotDeleted>> =>
    database.transact(async (unit): Promise<Result<null, NotDeleted>> => {
      const { tx } = unit;
      const now = clock.now();
      // Whoever is about to pay in this chat holds it (`lockForCheckout`).
      await tx.$queryRaw`
        SELECT 1 FROM "Chat" WHERE id = ${chatId} OR "accountId" = ${accountId}::uuid ORDER BY id FOR UPDATE`;
      const chat = await tx.chat.findUnique({ where: { id: chatId }, include: { account: true } });
      if (!chat || (accountId !== null && chat.accountId !== accountId)) return fail({ type: "stale" });

      await cancelUnpaid(unit, chatId, accountId);
      const open = await tx.order.findMany({
        where: {
          AND: [
            { OR: [{ chatId }, ...(accountId ? [{ accountId }] : [])] },
            {
              OR: [
                { status: { in: ["awaiting_payment", "confirming", "paid", "provisioning", "refunding"] } },
                { heldReason: { not: null } },
                { disputedReason: "disputed" },
              ],
            },
          ],
        },
        select: { number: true },
        orderBy: { createdAt: "asc" },
      });
      if (open.length > 0) {
        const asked = { accountId, askedAt: now, dueAt: new Date(now.getTime() + RETRY_MS) };
        await tx.deletion.upsert({
          where: { chatId },
          create: { chatId, ...asked },
          update: { dueAt: asked.dueAt, accountId, doneAt: null },
        });
        return fail({ type: "waits", numbers: open.map(({ number }) => number) });
      }

      if (supportChatId !== undefined) await leaveDesk(unit, chatId, supportChatId);
      await deleteRows(unit, chatId, accountId === null ? null : chat.account);
      await anonymizeChat(unit, chatId, now);
      if (accountId !== null) await anonymizeAccount(unit, accountId, now);
      if (tellIn !== undefined) {
        const dueAt = new Date(now.getTime() + DAY_MS);
        await tx.deletion.create({ data: { chatId, askedAt: now, dueAt, doneAt: now } });
        const key = `person-deleted:${chatId}:${now.getTime()}`;
        await unit.say(chatId, { type: "person_deleted", locale: tellIn }, key);
      }
      return ok(null);
    });

  async function cancelUnpaid(unit: UnitOfWork, chatId: bigint, accountId: string | null): Promise<void> {
    const mine = { OR: [{ chatId }, ...(accountId ? [{ accountId }] : [])] };
    const unpaid = await unit.tx.order.findMany({
      where: { ...mine, status: "awaiting_payment" },
      select: { id: true },
    });
    for (const { id } of unpaid) {
      const order = await lockOrder(unit.tx, id);
      const event = { type: "canceled" as const };
      if (order) await moveOrder(unit, order, { event, cause: "customer", quiet: true });
    }
    await unit.tx.order.deleteMany({ where: { ...mine, status: "draft" } });
  }
}

export type DeletePerson = ReturnType<typeof createDeletePerson>;

/** The agents see the person's name, address and cards in a topic of theirs. */
async function leaveDesk({ tx, say }: UnitOfWork, chatId: bigint, supportChatId: bigint): Promise<void> {
  const topic = await tx.supportTopic.findUnique({ where: { chatId } });
  if (!topic || (topic.threadId === null && topic.cardMessageId === null)) return;
  const { threadId, cardMessageId } = topic;
  const key = `desk-farewell:${threadId ?? "-"}:${cardMessageId ?? "-"}`;
  await say(supportChatId, { type: "desk_farewell", threadId, cardMessageId }, key);
}

async function deleteRows(
  { tx }: UnitOfWork,
  chatId: bigint,
  account: { id: string; email: string } | null,
): Promise<void> {
  for (const { name, mine, atDeletion } of personalTables) {
    if (atDeletion !== "delete") continue;
    await tx.$executeRawUnsafe(
      `DELETE FROM "${name}" t WHERE (${mine}) AND ($2::uuid IS NULL OR true) AND ($3::text IS NULL OR true)
         AND $1::bigint IS NOT NULL`,
      chatId,
      account?.id ?? null,
      account?.email ?? null,
    );
  }
  // What others were told of this chat.
  await tx.$executeRaw`
    DELETE FROM "OutboxNotice"
    WHERE notice->>'linkedChatId' = ${chatId.toString()} OR notice->>'askedBy' = ${chatId.toString()}`;
}

/** Orders point at it, so that it stays as nobody's; without any it goes. */
async function anonymizeChat({ tx }: UnitOfWork, chatId: bigint, now: Date): Promise<void> {
  await tx.payment.updateMany({ where: { order: { chatId } }, data: { receiptUrl: null } });
  if ((await tx.order.count({ where: { chatId } })) === 0) {
    await tx.chat.delete({ where: { id: chatId } });
    return;
  }
  await tx.chat.update({
    where: { id: chatId },
    data: {
      ...{ id: NOBODY + BigInt(randomInt(2 ** 47)), firstName: "", unreachableSince: now },
      ...{
        accountId: null,
        linkedAt: null,
        defaultCardId: null,
        keptPromotionId: null,
        keptWish: Prisma.DbNull,
      },
      ...{ locale: null, telegramLanguage: null, timeZone: null, ownCommands: null },
      ...{ offers: null, offersAskedAt: null, habitCheckDueAt: null },
    },
  });
  await tx.$executeRaw`UPDATE "Chat" SET reminders = NULL WHERE id >= ${NOBODY} AND reminders IS NOT NULL`;
}

async function anonymizeAccount({ tx, say }: UnitOfWork, accountId: string, now: Date): Promise<void> {
  const others = await tx.chat.findMany({ where: { accountId }, select: { id: true } });
  await tx.chat.updateMany({
    where: { accountId },
    data: { accountId: null, linkedAt: null, defaultCardId: null },
  });
  for (const { id } of others)
    await say(id, { type: "account_deleted" }, `account-deleted:${accountId}:${id}`);
  await tx.nudge.deleteMany({ where: { card: { accountId } } });
  await tx.payment.updateMany({ where: { order: { accountId } }, data: { receiptUrl: null } });
  await tx.card.updateMany({
    where: { accountId },
    data: { accountId: null, label: "", labelIsOwners: false },
  });
  await tx.account.update({
    where: { id: accountId },
    data: { email: `deleted:${accountId}`, passwordHash: null, lastCountry: null, deletedAt: now },
  });
}
