import type { FaqEntry } from "../domain/faq.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import { ways } from "./ways.ts";

/** One answer, with the button that acts on it. */
export function faqAnswerView(language: Localizer, { question, answer, action }: FaqEntry): RenderedMessage {
  const { label, callbackData } = ways[action];
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
