import { isPayable } from "../../domain/order-life.ts";
import type { ChangePromotion, NotApplied } from "../../use-cases/promotion/change-promotion.ts";
import type { RenewForFree } from "../../use-cases/renew-for-free.ts";
import type { Renewal } from "../../use-cases/renewal/read-renewal.ts";
import { withMenuButton } from "../../views/menu.ts";
import { quoted } from "../../views/renewal/places.ts";
import { askCodeView, freeStartedView, whyNoDiscount } from "../../views/renewal/promotion.ts";
import { createLinks, type PriceAnswer } from "./answer.ts";
import type { Response } from "./response.ts";
import type { Viewer } from "./screens.ts";

export interface PriceDeps {
  changePromotion: ChangePromotion;
  renewForFree: RenewForFree;
  /** The summary of the renewal as it is now. */
  summary: (renewal: Renewal, viewer: Viewer, note?: string) => Promise<Response>;
}

/** Promotion codes, asked for, typed, offered and taken off, and the renewal that costs nothing. */
export function createPriceAnswers({ changePromotion, renewForFree, summary }: PriceDeps) {
  return async function answerPrice(
    renewal: Renewal,
    viewer: Viewer,
    answer: PriceAnswer,
  ): Promise<Response> {
    if (answer.type === "renew_now") return renewNow(renewal, viewer);
    const { status, heldReason } = renewal;
    if (!isPayable({ status, held: heldReason as "refund_failed" | null })) return moved(viewer);
    switch (answer.type) {
      case "ask_code": {
        const note = answer.isPleaded ? viewer.language.html("promo.textPlease") : undefined;
        const view = askCodeView(viewer.language, createLinks(renewal.number).goOn(), note);
        return { view, done: false, renewal };
      }
      case "code":
        return apply(renewal, viewer, { typed: answer.text });
      case "use_code":
        return apply(renewal, viewer, { promotionId: answer.promotionId });
      case "remove_code":
        return (await changePromotion.remove(renewal))
          ? summary({ ...renewal, promotion: null }, viewer)
          : moved(viewer);
    }
  };

  async function apply(
    renewal: Renewal,
    viewer: Viewer,
    wanted: { typed: string } | { promotionId: string },
  ): Promise<Response> {
    const applied = await changePromotion.apply(renewal, wanted);
    if (applied.ok) return summary({ ...renewal, promotion: applied.value }, viewer);
    const { error } = applied;
    if (error.type === "not_payable") return moved(viewer);
    const typed = "typed" in wanted ? wanted.typed : "";
    const shown = await summary(renewal, viewer, noteOf(error, renewal, viewer, typed));
    // A slip of the finger: the next text is another try.
    return error.type === "unknown" ? { ...shown, done: false } : shown;
  }

  async function renewNow(renewal: Renewal, viewer: Viewer): Promise<Response> {
    const { orderId, chatId } = renewal;
    const started = await renewForFree({ orderId, chatId });
    if (started.ok) return { view: freeStartedView(viewer.language, renewal), done: true, renewal };
    switch (started.error.type) {
      case "already_paid":
      case "being_confirmed":
      case "not_payable":
        return moved(viewer);
      default:
        return summary(renewal, viewer);
    }
  }
}

export type AnswerPrice = ReturnType<typeof createPriceAnswers>;

function noteOf(
  error: Exclude<NotApplied, { type: "not_payable" }>,
  renewal: Renewal,
  { language, timeZone }: Viewer,
  typed: string,
): string {
  switch (error.type) {
    case "unknown":
      return language.html("promo.unknown", { text: quoted(typed) });
    case "already":
      return language.html("promo.already", { code: renewal.promotion?.code ?? "" });
    case "refused":
      return whyNoDiscount(language, error, timeZone);
  }
}

const moved = ({ language }: Viewer): Response => ({
  view: withMenuButton(language, language.html("renew.orderMoved")),
  done: true,
});
