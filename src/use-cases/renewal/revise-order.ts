import type { Database } from "../../db/database.ts";
import { isNothing } from "../../domain/renewal-need.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { CancelOrder } from "../cancel-order.ts";
import type { BeginRenewal } from "./begin-renewal.ts";
import type { Renewal } from "./read-renewal.ts";

/**
 * Gives up a renewal that is not paid: a draft is forgotten, an order's checkout is closed. With `keepDraft`
 * its choices go on in a new draft, whose number is answered. Refused when it has been paid meanwhile.
 */
export function createReviseOrder(deps: {
  database: Database;
  beginRenewal: BeginRenewal;
  cancelOrder: CancelOrder;
}) {
  const { database, beginRenewal, cancelOrder } = deps;

  return async function reviseOrder(
    renewal: Renewal,
    { keepDraft }: { keepDraft: boolean },
  ): Promise<Result<{ number: string }, { type: "not_revisable" }>> {
    if (renewal.status === "draft") {
      if (!keepDraft)
        await database.prisma.order.deleteMany({ where: { id: renewal.orderId, status: "draft" } });
      return ok({ number: renewal.number });
    }
    if (!(await cancelOrder(renewal.orderId))) return fail({ type: "not_revisable" });
    if (!keepDraft) return ok({ number: renewal.number });

    const { card, destination, plan, quantity, startsAt, need, promotion, panelMessageId } = renewal;
    const number = await beginRenewal(
      { id: renewal.chatId, accountId: renewal.accountId },
      {
        ...(card && { cardId: card.id }),
        ...(destination && { destination }),
        ...(plan && { planId: plan.id }),
        ...(quantity && { quantity }),
        startsAt,
        ...(!isNothing(need) && { need }),
        ...(promotion && { promotionId: promotion.id }),
        panelMessageId,
      },
    );
    return number ? ok({ number }) : fail({ type: "not_revisable" });
  };
}

export type ReviseOrder = ReturnType<typeof createReviseOrder>;
