import type { Database } from "../../db/database.ts";
import { parseCode } from "../../domain/promotion.ts";
import type { Clock } from "../../ports/clock.ts";

/** A draft that was touched since is being talked about. */
const BEING_CHOSEN_MS = 15 * 60_000;

/**
 * Keeps a code that was typed before there is a price to take it off: with the renewal that is being chosen,
 * or for the chat's next one. Whether it applies is told there. Undefined when nobody made such a code, or it
 * was stopped.
 */
export function createKeepCode({ database, clock }: { database: Database; clock: Clock }) {
  const { prisma } = database;

  return async function keepCode(chatId: bigint, typed: string): Promise<string | undefined> {
    const code = parseCode(typed);
    const promotion = code
      ? await prisma.promotion.findUnique({ where: { code }, select: { id: true, stoppedAt: true } })
      : null;
    if (!code || !promotion || promotion.stoppedAt !== null) return undefined;
    const touched = { gte: new Date(clock.now().getTime() - BEING_CHOSEN_MS) };
    const draft = await prisma.order.findFirst({
      where: { chatId, status: "draft", updatedAt: touched },
      orderBy: { updatedAt: "desc" },
      select: { id: true },
    });
    if (!draft || !(await putOn(draft.id, promotion.id))) {
      await prisma.chat.updateMany({ where: { id: chatId }, data: { keptPromotionId: promotion.id } });
    }
    return code;
  };

  async function putOn(id: string, promotionId: string): Promise<boolean> {
    const put = await prisma.order.updateMany({ where: { id, status: "draft" }, data: { promotionId } });
    return put.count > 0;
  }
}

export type KeepCode = ReturnType<typeof createKeepCode>;
