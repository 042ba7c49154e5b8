import type { Product } from "../domain/plan.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import { cardName } from "./card-name.ts";

interface NamedCard {
  id: string;
  iccid: string;
  product: Product;
  label: string;
}

const button = (
  language: Localizer,
  key: Parameters<Localizer["text"]>[0],
  callbackData: string,
): MessageButton => ({ text: language.text(key), callbackData });
const cancelRow = (language: Localizer) => [button(language, "common.cancel", "link:cancel")];
const balanceRow = (language: Localizer, cardId: string) => [
  button(language, "start.balanceButton", `balance:card:${cardId}`),
  button(language, "start.renewButton", `go:renew:${cardId}`),
];
const menuRow = (language: Localizer) => [button(language, "common.menu", "go:start")];

/** The first question: the number, and where it is printed. */
export const askIccidView = (language: Localizer): RenderedMessage => ({
  text: language.html("register.askIccid"),
  keyboard: [cancelRow(language)],
});

/** Digits that are no card's number, and what is wrong with them. */
export const notIccidView = (
  language: Localizer,
  reason: "check_digit" | "length" | "eid",
): RenderedMessage => ({
  text: language.html(`register.notIccid.${reason}`),
  keyboard: [cancelRow(language)],
});

export const unknownCardView = (language: Localizer): RenderedMessage => ({
  text: language.html("register.unknown"),
  keyboard: [cancelRow(language)],
});

/** Says nothing about whose it is. */
export const takenView = (language: Localizer): RenderedMessage => ({
  text: language.html("register.taken"),
  keyboard: [cancelRow(language)],
});

export function tooManyView(language: Localizer, { waitHours }: { waitHours: number }): RenderedMessage {
  return {
    text: language.html("register.tooMany", { count: Math.max(1, Math.ceil(waitHours)) }),
    keyboard: [menuRow(language)],
  };
}

export const yoursView = (language: Localizer, card: NamedCard): RenderedMessage => ({
  text: language.html("register.yours", { card: cardName(language, card) }),
  keyboard: [balanceRow(language, card.id), menuRow(language)],
});

/** The second question, where the chat has no account. */
export const askAddressView = (language: Localizer, card: NamedCard): RenderedMessage => ({
  text: language.html("register.askEmail", { card: cardName(language, card) }),
  keyboard: [cancelRow(language)],
});

/** The second question, where it has one; `email` is masked. */
export const confirmAddView = (language: Localizer, card: NamedCard, email: string): RenderedMessage => ({
  text: language.html("register.confirm", { card: cardName(language, card), email }),
  keyboard: [
    [
      button(language, "register.addButton", "link:add"),
      button(language, "register.otherButton", "link:other"),
    ],
    cancelRow(language),
  ],
});

export const registeredView = (language: Localizer, card: NamedCard, email: string): RenderedMessage => ({
  text: language.html("register.done", { card: cardName(language, card), email }),
  // A code by mail does for ever; whoever likes a password better finds it here.
  keyboard: [
    balanceRow(language, card.id),
    [button(language, "register.passwordButton", "go:password")],
    menuRow(language),
  ],
});

/** Told to the owner. */
export const cardWantedView = (language: Localizer, card: NamedCard): RenderedMessage => ({
  text: language.html("register.wanted", { card: cardName(language, card) }),
  keyboard: [
    [{ text: language.text("start.balanceButton"), callbackData: `balance:card:${card.id}` }],
    menuRow(language),
  ],
});
