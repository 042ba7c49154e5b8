import type { FaqEntry } from "../domain/faq.ts";
import type { Intent } from "../domain/wish.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import { faqButton } from "./faq.ts";
import { type Way, ways } from "./ways.ts";

const SHOWN = 3;

/** Where a button leads that says what somebody may have meant. Those without one are never guessed at. */
const wayByIntent: Partial<Record<Intent, Way>> = {
  balance: ways.balance,
  usage: ways.balance,
  not_updated: ways.orders,
  renew: ways.renew,
  trip: ways.renew,
  plans: ways.plans,
  offers: ways.offers,
  orders: ways.orders,
  payment_failed: ways.orders,
  refund: ways.orders,
  order_number: ways.orders,
  link: ways.link,
  password: ways.password,
  email: ways.link,
  unlink: ways.unlink,
  settings: ways.settings,
  language: ways.settings,
  install: ways.faq,
  faq: ways.faq,
};

/** What most people want, for when nothing better can be guessed. */
const USUAL: Intent[] = ["balance", "renew", "orders"];
const USUAL_FOR_STRANGERS: Intent[] = ["link", "plans", "faq"];

/** The likeliest meanings as buttons, each way once, and a human below. */
export function notUnderstoodView(
  language: Localizer,
  likeliest: readonly Intent[],
  { linked, questions }: { linked: boolean; questions: readonly FaqEntry[] },
): RenderedMessage {
  const guesses = [...likeliest, ...(linked ? USUAL : USUAL_FOR_STRANGERS)];
  // A question that is put much the same way says more than a guess.
  const buttons = new Map<string, MessageButton>(
    questions.slice(0, SHOWN).map((entry) => [entry.id, faqButton(entry)]),
  );
  for (const intent of guesses) {
    const way = wayByIntent[intent];
    if (!way || buttons.size === SHOWN || buttons.has(way.callbackData)) continue;
    if (linked && way === ways.link) continue; // they are in already
    buttons.set(way.callbackData, { text: language.text(way.label), callbackData: way.callbackData });
  }
  const human = { text: language.text(ways.human.label), callbackData: ways.human.callbackData };
  return {
    text: language.html("notUnderstood.text"),
    keyboard: [...[...buttons.values()].map((button) => [button]), [human]],
  };
}
