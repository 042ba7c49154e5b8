import type { Intent } from "./wish.ts";

export const faqIds = [
  "how_to_renew",
  "which_plan",
  "which_card",
  "coverage",
  "how_to_pay",
  "payment_failed",
  "not_updated",
  "password",
  "validity",
  "fair_use",
  "topup_before_after",
  "install_iphone",
  "install_android",
  "reinstall",
  "refund",
  "invoice",
] as const;
export type FaqId = (typeof faqIds)[number];

/** What the button below an answer begins. */
export const faqActions = ["renew", "plans", "orders", "balance", "link", "password", "human"] as const;
export type FaqAction = (typeof faqActions)[number];

/** A question that many have, in one language. */
export interface FaqEntry {
  /** One of `faqIds`, or the operator's own. */
  id: string;
  /** Plain text. */
  question: string;
  /** Telegram's HTML. */
  answer: string;
  action: FaqAction;
}

export const actionByFaqId: Record<FaqId, FaqAction> = {
  how_to_renew: "renew",
  which_plan: "plans",
  which_card: "plans",
  coverage: "plans",
  how_to_pay: "renew",
  payment_failed: "orders",
  not_updated: "balance",
  password: "password",
  validity: "renew",
  fair_use: "plans",
  topup_before_after: "renew",
  install_iphone: "human",
  install_android: "human",
  reinstall: "human",
  refund: "orders",
  invoice: "orders",
};

/** The entries that answer an intent by themselves, besides the topic of `faq`. */
export const faqIdsByIntent: Partial<Record<Intent, readonly FaqId[]>> = {
  install: ["install_iphone", "install_android"],
  payment_failed: ["payment_failed"],
  not_updated: ["not_updated"],
  password: ["password"],
  refund: ["refund"],
};
