import { priceOf } from "../../domain/plan-choice.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../../ports/messenger.ts";
import type { CheckoutFailure, CreateCheckout, ProviderDown } from "../../use-cases/create-checkout.ts";
import type { ChangePromotion } from "../../use-cases/promotion/change-promotion.ts";
import type { FindOffer } from "../../use-cases/promotion/find-offer.ts";
import type { CodeRefused } from "../../use-cases/promotion/promise-discount.ts";
import type { ExpectPeriod } from "../../use-cases/renewal/expect-period.ts";
import type { Renewal } from "../../use-cases/renewal/read-renewal.ts";
import { cardName } from "../../views/card-name.ts";
import { planName, whatIsAdded } from "../../views/plan-facts.ts";
import { whyNoDiscount } from "../../views/renewal/promotion.ts";
import { summaryView } from "../../views/renewal/summary.ts";
import { createLinks } from "./answer.ts";
import type { Viewer } from "./screens.ts";

export type CheckoutShown =
  /** `orderId` is the order that is to be paid: the same one may have been open already. */
  | { type: "summary"; view: RenderedMessage; orderId: string; note?: string }
  /** The plan was withdrawn or costs something else now. */
  | { type: "plan_gone" | "price_changed" }
  /** Paid, being confirmed, canceled elsewhere, … */
  | { type: "moved_on" };

/**
 * The summary with its pay button. The checkout session is made, or resumed, when the summary is shown, so
 * that paying is one tap; from then on its price is promised.
 */
export function createCheckoutScreen(deps: {
  createCheckout: CreateCheckout;
  expectPeriod: ExpectPeriod;
  findOffer: FindOffer;
  changePromotion: ChangePromotion;
}) {
  return checkout;

  async function checkout(renewal: Renewal, viewer: Viewer): Promise<CheckoutShown> {
    const { language, timeZone } = viewer;
    const { card, plan, quantity, startsAt } = renewal;
    if (!card || !plan || !quantity) return { type: "moved_on" };
    const shown = { amountMinor: priceOf(plan, quantity), currency: plan.currency };
    const made = await deps.createCheckout({
      orderId: renewal.orderId,
      chatId: renewal.chatId,
      locale: language.locale,
      title: planName(language, plan),
      description: `${whatIsAdded(language, plan, quantity)} · ${cardName(language, card)}`,
      shown,
    });
    if (!made.ok && made.error.type !== "provider_down") return failed(renewal, viewer, made.error);
    const period = await deps.expectPeriod({ cardId: card.id, plan, quantity, startsAt });
    const { orderId, number } = made.ok ? made.value : renewal;
    const links = createLinks(number);
    const promised = made.ok
      ? made.value
      : made.error.type === "provider_down"
        ? made.error.promised
        : undefined;
    const { discount, ...amount } = promised ?? { ...shown, discount: null };
    const codes = await codeRows({ ...renewal, orderId, number }, viewer, discount?.code);
    return {
      type: "summary",
      orderId,
      view: summaryView(
        language,
        {
          ...{ number, card, plan, quantity, period, timeZone, amount, discount },
          checkout: made.ok ? made.value : { type: "down" },
        },
        {
          retry: links.goOn(),
          renewNow: links.renewNow(),
          footer: [...codes, ...footer(language, { ...renewal, number })],
        },
      ),
    };
  }

  function failed(renewal: Renewal, viewer: Viewer, error: Exclude<CheckoutFailure, ProviderDown>) {
    switch (error.type) {
      case "code_refused":
        return withoutCode(renewal, viewer, error);
      case "plan_gone":
      case "price_changed":
        return { type: error.type };
      default:
        return { type: "moved_on" as const };
    }
  }

  /** The code does not apply any more, or somebody was faster: said, and the price is the one without it. */
  async function withoutCode(
    renewal: Renewal,
    viewer: Viewer,
    { orderId, code, why }: CodeRefused,
  ): Promise<CheckoutShown> {
    const order = { ...renewal, orderId };
    if (!(await deps.changePromotion.remove(order))) return { type: "moved_on" };
    const shown = await checkout({ ...order, promotion: null }, viewer);
    if (shown.type !== "summary") return shown;
    const reason = whyNoDiscount(viewer.language, { code, why }, viewer.timeZone);
    return { ...shown, note: `${reason}\n${viewer.language.html("promo.without")}` };
  }

  /** The way back from a code that is applied, else the best offer and the way to type one. */
  async function codeRows(
    renewal: Renewal,
    { language: { format, text } }: Viewer,
    discountCode: string | undefined,
  ): Promise<MessageButton[][]> {
    const links = createLinks(renewal.number);
    const code = discountCode ?? renewal.promotion?.code;
    if (code) return [[{ text: text("promo.remove", { code }), callbackData: links.removeCode() }]];
    const { anyCode, best } = await deps.findOffer(renewal);
    const rows: MessageButton[][] = [];
    if (best) {
      const label = best.isFree
        ? text("promo.offerFree", { code: best.code })
        : text("promo.offer", { code: best.code, amount: format.money(best.discount) });
      rows.push([{ text: label, callbackData: links.useCode(best.promotionId) }]);
    }
    if (anyCode) rows.push([{ text: text("promo.button"), callbackData: `go:code:${renewal.number}` }]);
    return rows;
  }
}

export type Checkout = ReturnType<typeof createCheckoutScreen>;

/** What can still be chosen otherwise. */
function footer({ text }: Localizer, { number, plan, cardCount }: Renewal): MessageButton[][] {
  const links = createLinks(number);
  return [
    [
      { text: text("renew.otherDay"), callbackData: links.when() },
      plan?.kind === "daily"
        ? { text: text("renew.otherDays"), callbackData: links.otherDays() }
        : { text: text("renew.otherPlan"), callbackData: links.otherPlan() },
    ],
    [
      cardCount > 1
        ? { text: text("renew.otherCard"), callbackData: links.cards() }
        : { text: text("renew.otherCountry"), callbackData: links.where() },
      { text: text("renew.cancel"), callbackData: links.stop() },
    ],
  ];
}
