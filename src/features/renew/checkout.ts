import { priceOf } from "../../domain/plan-choice.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { CheckoutFailure, CreateCheckout } from "../../use-cases/create-checkout.ts";
import type { ExpectPeriod } from "../../use-cases/renewal/expect-period.ts";
import type { Renewal } from "../../use-cases/renewal/read-renewal.ts";
import { cardName } from "../../views/card-name.ts";
import { planName, whatIsAdded } from "../../views/plan-facts.ts";
import { summaryView } from "../../views/renewal/summary.ts";
import { createLinks } from "./answer.ts";
import type { Viewer } from "./screens.ts";

export type CheckoutShown =
  /** `orderId` is the order that is to be paid: the same one may have been open already. */
  | { type: "summary"; view: RenderedMessage; orderId: string }
  /** The plan was withdrawn or costs something else now. */
  | { type: "plan_gone" | "price_changed" }
  /** Paid, being confirmed, canceled elsewhere, … */
  | { type: "moved_on" };

/**
 * The summary with its pay button. The checkout session is made, or resumed, when the summary is shown, so
 * that paying is one tap; from then on its price is promised.
 */
export function createCheckoutScreen(deps: { createCheckout: CreateCheckout; expectPeriod: ExpectPeriod }) {
  return async function checkout(renewal: Renewal, viewer: Viewer): Promise<CheckoutShown> {
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
    if (!made.ok && made.error.type !== "provider_down") return failureOf(made.error.type);
    const period = await deps.expectPeriod({ cardId: card.id, plan, quantity, startsAt });
    const number = made.ok ? made.value.number : renewal.number;
    const links = createLinks(number);
    const button = (key: Parameters<typeof language.text>[0], callbackData: string) => ({
      text: language.text(key),
      callbackData,
    });
    const footer = [
      [
        button("renew.otherDay", links.when()),
        plan.kind === "daily"
          ? button("renew.otherDays", links.otherDays())
          : button("renew.otherPlan", links.otherPlan()),
      ],
      [
        renewal.cardCount > 1
          ? button("renew.otherCard", links.cards())
          : button("renew.otherCountry", links.where()),
        button("renew.cancel", links.stop()),
      ],
    ];
    return {
      type: "summary",
      orderId: made.ok ? made.value.orderId : renewal.orderId,
      view: summaryView(
        language,
        {
          number,
          card,
          plan,
          quantity,
          period,
          timeZone,
          amount: made.ok ? made.value : shown,
          ...(made.ok && { checkout: { url: made.value.url, expiresAt: made.value.expiresAt } }),
        },
        { retry: links.goOn(), footer },
      ),
    };
  };
}

export type Checkout = ReturnType<typeof createCheckoutScreen>;

const failureOf = (type: CheckoutFailure["type"]): CheckoutShown =>
  type === "plan_gone" || type === "price_changed" ? { type } : { type: "moved_on" };
