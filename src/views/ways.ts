import type { MessageKey } from "../i18n/localizer.ts";

/** A button's words and where it leads. */
export interface Way {
  label: MessageKey;
  callbackData: string;
}

/** Where answers and guesses lead on to, each with the same words wherever it stands. */
export const ways = {
  renew: { label: "start.renewButton", callbackData: "go:renew" },
  plans: { label: "start.plansButton", callbackData: "go:plans" },
  orders: { label: "start.ordersButton", callbackData: "orders:list" },
  balance: { label: "start.balanceButton", callbackData: "balance:show" },
  link: { label: "start.linkButton", callbackData: "go:link" },
  unlink: { label: "link.unlinkButton", callbackData: "go:unlink" },
  password: { label: "password.newButton", callbackData: "go:password" },
  offers: { label: "offers.settingsButton", callbackData: "offers:show" },
  settings: { label: "start.settingsButton", callbackData: "settings:open" },
  faq: { label: "talkReply.otherQuestions", callbackData: "faq:list" },
  human: { label: "common.human", callbackData: "go:support" },
} satisfies Record<string, Way>;
