import type { FaqAction, FaqEntry } from "../domain/faq.ts";
import type { Localizer, MessageKey } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";

const wayByAction: Record<FaqAction, { label: MessageKey; callbackData: string }> = {
  renew: { label: "start.renewButton", callbackData: "go:renew" },
  plans: { label: "start.plansButton", callbackData: "go:plans" },
  orders: { label: "start.ordersButton", callbackData: "orders:list" },
  balance: { label: "start.balanceButton", callbackData: "balance:show" },
  link: { label: "start.linkButton", callbackData: "go:link" },
  password: { label: "password.newButton", callbackData: "go:password" },
  human: { label: "common.human", callbackData: "go:support" },
};

/** One answer, with the button that acts on it. */
export function faqAnswerView(language: Localizer, { question, answer, action }: FaqEntry): RenderedMessage {
  const { label, callbackData } = wayByAction[action];
  return {
    // The answer is HTML of ours or of the operator's, checked when it was read.
    text: `${language.html("talkReply.question", { question })}\n${answer}`,
    keyboard: [
      [{ text: language.text(label), callbackData }],
      [{ text: language.text("talkReply.otherQuestions"), callbackData: "faq:list" }],
    ],
  };
}

/** Several answers to what was asked, or all there are. */
export function faqChoiceView(language: Localizer, entries: readonly FaqEntry[]): RenderedMessage {
  return {
    text: language.html("talkReply.whichQuestion"),
    keyboard: [
      ...entries.map((entry) => [faqButton(entry)]),
      [
        { text: language.text("common.human"), callbackData: "go:support" },
        { text: language.text("common.menu"), callbackData: "go:start" },
      ],
    ],
  };
}

export const faqButton = ({ id, question }: FaqEntry): MessageButton => ({
  text: question,
  callbackData: `faq:show:${id}`,
});
