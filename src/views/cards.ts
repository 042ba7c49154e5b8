import type { Localizer } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import type { OwnCard } from "../use-cases/read-own-cards.ts";
import { cardName } from "./card-name.ts";

const CARDS_PER_PAGE = 8;

/** The account's cards, a page at a time; the one that comes first here is marked. */
export function cardListView(
  language: Localizer,
  cards: readonly OwnCard[],
  { page: wanted, defaultCardId }: { page: number; defaultCardId: string | null },
): RenderedMessage {
  const pages = Math.max(1, Math.ceil(cards.length / CARDS_PER_PAGE));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  const shown = cards.slice(page * CARDS_PER_PAGE, (page + 1) * CARDS_PER_PAGE);
  const turn: MessageButton[] = [];
  if (page > 0) turn.push({ text: "‹", callbackData: `cards:list:${page - 1}` });
  if (page < pages - 1) turn.push({ text: "›", callbackData: `cards:list:${page + 1}` });
  return {
    text: language.html(cards.length === 0 ? "cards.none" : "cards.title"),
    keyboard: [
      ...shown.map((card): MessageButton[] => {
        const name = cardName(language, card);
        return [
          { text: card.id === defaultCardId ? `✓ ${name}` : name, callbackData: `cards:show:${card.id}` },
        ];
      }),
      ...(turn.length > 0 ? [turn] : []),
      [{ text: language.text("start.registerButton"), callbackData: "go:register" }],
      [{ text: language.text("common.back"), callbackData: "settings:open" }],
    ],
  };
}

/** One card and what can be set about it. `several`: whether there is another that could come first. */
export function cardView(
  language: Localizer,
  card: OwnCard,
  { isDefault, several }: { isDefault: boolean; several: boolean },
): RenderedMessage {
  const { html, text } = language;
  const lines = [
    html("cards.heading", { card: cardName(language, card) }),
    html("cards.number", { iccid: card.iccid.replace(/(\d{4})(?=\d)/g, "$1 ") }),
    ...(card.phone ? [html("cards.phone", { phone: card.phone })] : []),
    ...(isDefault ? [html("cards.isFirst")] : []),
  ];
  const first = isDefault
    ? { text: text("cards.notFirstButton"), callbackData: "cards:default:none" }
    : { text: text("cards.firstButton"), callbackData: `cards:default:${card.id}` };
  return {
    text: lines.join("\n"),
    keyboard: [
      [
        { text: text("start.balanceButton"), callbackData: `balance:card:${card.id}` },
        { text: text("start.renewButton"), callbackData: `go:renew:${card.id}` },
      ],
      [
        { text: text("cards.nameButton"), callbackData: `go:cardname:${card.id}` },
        ...(several || isDefault ? [first] : []),
      ],
      [{ text: text("cards.backButton"), callbackData: "cards:list:0" }],
    ],
  };
}

/** The question for a name; also what is said when one was no name. */
export function askNameView(
  language: Localizer,
  card: OwnCard,
  { isRepeated, longest }: { isRepeated: boolean; longest: number },
): RenderedMessage {
  const key = isRepeated ? "cards.badName" : "cards.askName";
  return {
    text: language.html(key, { card: cardName(language, card), count: longest }),
    keyboard: [
      [
        ...(card.label
          ? [{ text: language.text("cards.noNameButton"), callbackData: `cards:unname:${card.id}` }]
          : []),
        { text: language.text("common.cancel"), callbackData: `cards:keep:${card.id}` },
      ],
    ],
  };
}
