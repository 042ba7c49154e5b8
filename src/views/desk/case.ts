import { type Bundle, dataLeft, hasData, stateOf, voiceLeft } from "../../domain/bundle.ts";
import { nameIn } from "../../domain/plan.ts";
import { shorten } from "../../domain/relay.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Localizer, MessageKey } from "../../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../../ports/messenger.ts";
import type { OrderShown } from "../../use-cases/order/read-order.ts";
import type { CaseShown } from "../../use-cases/support/read-case.ts";
import { cardName } from "../card-name.ts";
import { orderStatus } from "../order-list.ts";
import { orderPlan } from "../payment-news.ts";

const MOST_BUNDLES = 3;
const LONGEST_SAID = 160;
/** Below Telegram's 4,096 with room for what escaping adds. */
const LONGEST_RECAP = 2_800;

/** How agents read times and languages. */
interface DeskReader {
  language: Localizer;
  now: Date;
  timeZone: string;
  languageName(locale: string): string;
}

/** The pinned card: who it is, what it is about, what they have. The buttons are what an agent can do about it. */
export function caseCardView(reader: DeskReader, shown: CaseShown): RenderedMessage {
  const { language, languageName } = reader;
  const { html, text } = language;
  const { ticket, customer } = shown;
  const locale = customer.locale ?? customer.telegramLanguage ?? "";
  const lines = [
    html("desk.card.title", { number: ticket.number, name: customer.firstName }),
    html("desk.card.status", { status: statusOf(reader, shown) }),
    ...(ticket.snoozedUntil
      ? [
          html("desk.card.snoozed", {
            until: language.format.dateTime(ticket.snoozedUntil, reader.timeZone),
          }),
        ]
      : []),
    html("desk.card.about", { about: aboutOf(language, shown) }),
    "",
    html("desk.customer", { chatId: customer.chatId.toString(), name: customer.firstName }),
    html("desk.card.speaks", { language: locale ? languageName(locale) : "–" }),
    customer.email ? html("desk.email", { email: customer.email }) : html("desk.card.unlinked"),
    ...(customer.blocked ? [html("desk.card.blocked")] : []),
    ...(customer.deskBlocked ? [html("desk.card.deskBlocked")] : []),
    ...(ticket.note ? [html("desk.card.note", { text: ticket.note })] : []),
    ...shown.cards.flatMap((card) => ["", ...cardLines(reader, card)]),
    ...(shown.orders.length > 0 ? ["", html("desk.card.orders")] : []),
    ...shown.orders.map((order) => orderLine(reader, order)),
    ...lastSaid(language, shown),
  ];
  return { text: lines.join("\n"), keyboard: buttons(text, shown) };
}

function buttons(
  text: Localizer["text"],
  { ticket, customer, cards, internal }: CaseShown,
): MessageButton[][] {
  const id = shortId(ticket.id);
  const button = (key: MessageKey, action: string) => ({
    text: text(key),
    callbackData: `desk:${action}:${id}`,
  });
  const block = customer.deskBlocked
    ? button("desk.button.unblock", "unblock")
    : button("desk.button.block", "block");
  const orders = button("desk.button.orders", "orders");
  if (ticket.status === "closed") return [[button("desk.button.reopen", "reopen"), orders, block]];
  return [
    [
      ...(ticket.status === "active" ? [] : [button("desk.button.take", "take")]),
      button("desk.button.close", "close"),
    ],
    [orders, button("desk.button.refresh", "refresh"), button("desk.button.answers", "answers")],
    ...(cards.length > 0 ? [[button("desk.button.extend", "extend")]] : []),
    [button("desk.button.give", "give"), button("desk.button.snooze", "snooze"), block],
    [button(internal ? "desk.button.internalOff" : "desk.button.internalOn", internal ? "open" : "internal")],
  ];
}

function statusOf({ language, timeZone }: DeskReader, { ticket }: CaseShown): string {
  const { format, text } = language;
  const since = format.dateTime(ticket.waitingSince ?? ticket.openedAt, timeZone);
  const agent = ticket.agent ?? "–";
  switch (ticket.status) {
    case "active":
      return ticket.waitingSince
        ? text("desk.status.activeWaiting", { agent, since })
        : text("desk.status.active", { agent });
    case "closed":
      return ticket.rating === null
        ? text("desk.status.closed")
        : text("desk.status.rated", { rating: ticket.rating, word: ticket.ratingWord ?? "–" });
    default:
      return text(ticket.called ? "desk.status.waiting" : "desk.status.opened", { since });
  }
}

function aboutOf(language: Localizer, { ticket, order, cards }: CaseShown): string {
  const subject = language.text(`support.subject.${ticket.about}` as MessageKey);
  const card = cards.find(({ meant }) => meant);
  return [subject, order?.number, card && cardName(language, card)].filter(Boolean).join(" · ");
}

function cardLines(reader: DeskReader, card: CaseShown["cards"][number]): string[] {
  const { language, now, timeZone } = reader;
  const { format, html } = language;
  const inForce = card.bundles.filter((bundle) => stateOf(bundle, now) === "in_force");
  const toCome = card.bundles.filter((bundle) => ["scheduled", "waiting"].includes(stateOf(bundle, now)));
  return [
    html("desk.card.card", { card: cardName(language, card) }),
    ...inForce.slice(0, MOST_BUNDLES).map((bundle) => bundleLine(reader, bundle)),
    ...(inForce.length === 0 ? [html("desk.card.noPlan")] : []),
    ...(toCome.length > 0 ? [html("desk.card.toCome", { count: toCome.length })] : []),
    html("desk.card.asOf", { time: card.asOf ? format.dateTime(card.asOf, timeZone) : "–" }),
  ];
}

function bundleLine({ language, now, timeZone }: DeskReader, bundle: Bundle): string {
  const { format, html, text } = language;
  const left = hasData(bundle) ? dataLeft(bundle, now) : null;
  const parts = [
    left === null ? undefined : text("desk.card.left", { amount: format.data(left) }),
    hasData(bundle) && left === null ? text("desk.card.unlimited") : undefined,
    bundle.voiceTotalSeconds > 0
      ? text("desk.card.minutes", { minutes: format.minutes(voiceLeft(bundle)) })
      : undefined,
  ].filter(Boolean);
  return html("desk.card.bundle", {
    plan: nameIn(bundle.planName, language.locale),
    left: parts.join(", ") || "–",
    until: bundle.expiresAt ? format.dateTime(bundle.expiresAt, timeZone) : "–",
  });
}

function orderLine({ language, timeZone }: DeskReader, order: OrderShown): string {
  const { format, html } = language;
  return html("desk.card.order", {
    number: order.number,
    status: orderStatus(language, order),
    date: format.date(order.createdAt, timeZone),
    plan: orderPlan(language, order),
    amount: order.amount ? format.money(order.amount) : "–",
  });
}

function lastSaid({ html }: Localizer, { said }: CaseShown): string[] {
  const last = said.findLast(({ from }) => from === "bot");
  return last ? ["", html("desk.card.botSaid", { text: shorten(oneLine(last.text), LONGEST_SAID) })] : [];
}

/** What the customer and the bot said to each other last; undefined when nothing is known of it. */
export function recapView(
  reader: DeskReader,
  { said, customer, ticket }: CaseShown,
): RenderedMessage | undefined {
  const { format, html } = reader.language;
  let room = LONGEST_RECAP;
  const lines: string[] = [];
  // What somebody called with comes right below, as a message.
  const before = ticket.status === "waiting" && said.at(-1)?.from === "person" ? said.slice(0, -1) : said;
  for (const { at, from, text } of before.toReversed()) {
    const words = oneLine(text);
    room -= words.length + 24;
    if (room < 0) break;
    const values = {
      time: format.time(new Date(at), reader.timeZone),
      name: customer.firstName,
      text: words,
    };
    lines.unshift(html(from === "bot" ? "desk.recap.bot" : "desk.recap.person", values));
  }
  if (lines.length === 0) return undefined;
  return { text: `${html("desk.recap.title")}\n<blockquote expandable>${lines.join("\n")}</blockquote>` };
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, " / ");
