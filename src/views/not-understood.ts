import type { FaqEntry } from "../domain/faq.ts";
import type { Intent } from "../domain/wish.ts";
import type { Localizer, MessageKey } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import { faqButton } from "./faq.ts";

const SHOWN = 3;
const LINK = "go:link";

/** Where a button leads that says what somebody may have meant. Those without one are never guessed at. */
const wayByIntent: Partial<Record<Intent, { label: MessageKey; callbackData: string }>> = {
  balance: { label: "start.balanceButton", callbackData: "balance:show" },
  usage: { label: "start.balanceButton", callbackData: "balance:show" },
  not_updated: { label: "start.ordersButton", callbackData: "orders:list" },
  renew: { label: "start.renewButton", callbackData: "go:renew" },
  trip: { label: "start.renewButton", callbackData: "go:renew" },
  plans: { label: "start.plansButton", callbackData: "go:plans" },
  offers: { label: "offers.settingsButton", callbackData: "offers:show" },
  orders: { label: "start.ordersButton", callbackData: "orders:list" },
  payment_failed: { label: "start.ordersButton", callbackData: "orders:list" },
  refund: { label: "start.ordersButton", callbackData: "orders:list" },
  order_number: { label: "start.ordersButton", callbackData: "orders:list" },
  link: { label: "start.linkButton", callbackData: LINK },
  password: { label: "password.newButton", callbackData: "go:password" },
  email: { label: "start.linkButton", callbackData: LINK },
  unlink: { label: "link.unlinkButton", callbackData: "go:unlink" },
  settings: { label: "start.settingsButton", callbackData: "settings:open" },
  language: { label: "start.settingsButton", callbackData: "settings:open" },
  install: { label: "talkReply.otherQuestions", callbackData: "faq:list" },
  faq: { label: "talkReply.otherQuestions", callbackData: "faq:list" },
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
    if (linked && way.callbackData === LINK) continue; // they are in already
    buttons.set(way.callbackData, { text: language.text(way.label), callbackData: way.callbackData });
  }
  const human = { text: language.text("common.human"), callbackData: HUMAN };
  return {
    text: language.html("notUnderstood.text"),
    keyboard: [...[...buttons.values()].map((button) => [button]), [human]],
  };
}

const HUMAN = "go:support";
