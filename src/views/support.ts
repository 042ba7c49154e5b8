import { unreachable } from "../domain/result.ts";
import { shortId } from "../domain/short-id.ts";
import type { Expectation, TicketNews } from "../domain/ticket.ts";
import type { Localizer, MessageKey } from "../i18n/localizer.ts";
import type { RenderedMessage } from "../ports/messenger.ts";
import type { HumanCalled } from "../use-cases/support/call-human.ts";
import { withMenuButton } from "./menu.ts";

/** The one question before a human is called; writing is an answer as well. */
export function askSubjectView({ html, text }: Localizer): RenderedMessage {
  const button = (key: MessageKey, callbackData: string) => ({ text: text(key), callbackData });
  return {
    text: html("support.ask"),
    keyboard: [
      [
        button("support.subject.payment", "support:about:payment"),
        button("support.subject.card", "support:about:card"),
      ],
      [
        button("support.subject.link", "support:about:link"),
        button("support.subject.other", "support:about:other"),
      ],
      [button("support.neverMind", "support:never-mind")],
    ],
  };
}

/** What the customer hears once a human was called, and when to expect one. */
export function humanCalledView(
  language: Localizer,
  called: HumanCalled,
  more: {
    now: Date;
    timeZone: string;
    contact: string | undefined;
    written: boolean;
    /** Of the order it is about. */
    orderNumber: string | undefined;
  },
): RenderedMessage {
  const { html, text } = language;
  const about = more.orderNumber ? [html("support.aboutOrder", { number: more.orderNumber })] : [];
  switch (called.type) {
    case "nobody": {
      const answer = more.contact
        ? html("support.nobodyContact", { contact: more.contact })
        : html("support.nobody");
      return withMenuButton(language, [answer, ...about].join("\n"));
    }
    case "blocked":
      return withMenuButton(language, html("support.blocked"));
    case "here":
      return {
        text: [html("support.here", { agent: called.agent, number: called.number }), ...about].join("\n"),
      };
    case "called":
    case "known": {
      const key = called.type === "known" ? "support.known" : "support.called";
      const lines = [
        html(key, { number: called.number }),
        ...about,
        expectationLine(language, called.expected, more),
        ...(more.written ? [] : [html("support.writeOn")]),
      ];
      return {
        text: lines.join("\n"),
        keyboard: [
          [{ text: text("support.done"), callbackData: "support:done" }],
          [{ text: text("common.menu"), callbackData: "go:start" }],
        ],
      };
    }
    default:
      return unreachable(called);
  }
}

function expectationLine(
  { html, format }: Localizer,
  expected: Expectation,
  { now, timeZone }: { now: Date; timeZone: string },
): string {
  return expected.type === "within"
    ? html("support.within", { count: expected.minutes })
    : html("support.opens", {
        date: format.dateTime(expected.at, timeZone),
        relative: format.relative(expected.at, now),
      });
}

/** What the customer hears unprompted: a human has come, has gone, or could not be given something. */
export function ticketNewsView(
  language: Localizer,
  news: TicketNews,
  facts: { ticketId: string; number: number; agent: string | null; what?: string | undefined },
): RenderedMessage {
  const { html } = language;
  const agent = facts.agent ?? "";
  switch (news) {
    case "joined":
      return { text: html("support.joined", { agent }) };
    case "left":
      return facts.agent === null
        ? withMenuButton(language, html("support.closed", { number: facts.number }))
        : {
            text: html("support.left", { agent, number: facts.number }),
            keyboard: [
              [1, 2, 3, 4, 5].map((rating) => ({
                text: `${rating}`,
                callbackData: `support:rate:${shortId(facts.ticketId)}:${rating}`,
              })),
            ],
          };
    case "blocked":
      return withMenuButton(language, html("support.blocked"));
    case "not_relayed":
      return { text: html("support.notRelayed", { what: facts.what ?? "" }) };
    default:
      return unreachable(news);
  }
}

const WORDS = ["quick", "kind", "solved", "slow", "unsolved"] as const;
export type RatingWord = (typeof WORDS)[number];
export const isRatingWord = (text: string): text is RatingWord => (WORDS as readonly string[]).includes(text);

/** Thanks for the rating, and asks for a word: a button, or an answer to this message. */
export function ratedView(language: Localizer, ticketId: string, rating: number): RenderedMessage {
  const { html, text } = language;
  const button = (word: RatingWord) => ({
    text: text(`support.word.${word}`),
    callbackData: `support:word:${shortId(ticketId)}:${word}`,
  });
  const [first, second] =
    rating >= 3 ? (["quick", "kind", "solved"] as const) : (["slow", "unsolved"] as const);
  const row =
    rating >= 3 ? [button(first), button(second), button("solved")] : [button(first), button(second)];
  return {
    text: html("support.rated", { rating }),
    keyboard: [row, [{ text: text("common.menu"), callbackData: "go:start" }]],
  };
}
