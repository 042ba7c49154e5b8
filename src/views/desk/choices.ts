import type { FaqEntry } from "../../domain/faq.ts";
import { shorten } from "../../domain/relay.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Localizer, MessageKey } from "../../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../../ports/messenger.ts";

const SNOOZE_HOURS = [1, 4, 24] as const;
const ANSWERS_A_PAGE = 8;
const LONGEST_LABEL = 60;

export const isSnoozeHours = (hours: number): boolean => (SNOOZE_HOURS as readonly number[]).includes(hours);

/** Whom to give the case to. */
export function colleaguesView(
  language: Localizer,
  ticketId: string,
  colleagues: readonly { id: bigint; name: string }[],
): RenderedMessage {
  const { html } = language;
  return {
    text: html(colleagues.length > 0 ? "desk.giveTo" : "desk.nobodyElse"),
    keyboard: [
      ...colleagues.map(({ id: colleague, name }) => [
        { text: name, callbackData: `desk:to:${shortId(ticketId)}:${colleague.toString()}` },
      ]),
      [never(language, ticketId)],
    ],
  };
}

/** The mention makes it ring at the colleague's. */
export function handedOverView({ html }: Localizer, to: { id: bigint; name: string }): RenderedMessage {
  return { text: html("desk.handedOver", { id: to.id.toString(), name: to.name }) };
}

export function snoozeView(language: Localizer, ticketId: string): RenderedMessage {
  return {
    text: language.html("desk.snoozeHow"),
    keyboard: [
      SNOOZE_HOURS.map((hours) => ({
        text: language.format.hours(hours),
        callbackData: `desk:rest:${shortId(ticketId)}:${hours}`,
      })),
      [never(language, ticketId)],
    ],
  };
}

export function blockView(language: Localizer, ticketId: string): RenderedMessage {
  return {
    text: language.html("desk.blockHow"),
    keyboard: [
      [button(language, "desk.button.blockYes", `block-yes:${shortId(ticketId)}`), never(language, ticketId)],
    ],
  };
}

/** The common questions, in the customer's language, as the agent will say them. */
export function answersView(
  language: Localizer,
  ticketId: string,
  entries: readonly FaqEntry[],
  page: number,
): RenderedMessage {
  const id = shortId(ticketId);
  const from = page * ANSWERS_A_PAGE;
  const shown = entries.slice(from, from + ANSWERS_A_PAGE);
  const turning = [
    ...(page > 0 ? [{ text: "‹", callbackData: `desk:answers:${id}:${page - 1}` }] : []),
    ...(entries.length > from + ANSWERS_A_PAGE
      ? [{ text: "›", callbackData: `desk:answers:${id}:${page + 1}` }]
      : []),
  ];
  return {
    text: language.html("desk.answersHow"),
    keyboard: [
      ...shown.map(({ question }, index) => [
        { text: shorten(question, LONGEST_LABEL), callbackData: `desk:answer:${id}:${from + index}` },
      ]),
      ...(turning.length > 0 ? [turning] : []),
      [never(language, ticketId)],
    ],
  };
}

/** Nothing but what the customer will read. */
export function answerView(language: Localizer, ticketId: string, { answer }: FaqEntry): RenderedMessage {
  const id = shortId(ticketId);
  return {
    text: answer,
    keyboard: [
      [button(language, "desk.button.say", `say:${id}`)],
      [button(language, "desk.button.otherAnswers", `answers:${id}:0`), never(language, ticketId)],
    ],
  };
}

const button = ({ text }: Localizer, key: MessageKey, action: string): MessageButton => ({
  text: text(key),
  callbackData: `desk:${action}`,
});

const never = (language: Localizer, ticketId: string): MessageButton =>
  button(language, "desk.button.never", `never:${shortId(ticketId)}`);
