import { Composer } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import type { Feature } from "../../bot/feature.ts";
import { createShortcuts } from "../../bot/shortcuts.ts";
import { answerButton, editOrSend, show } from "../../bot/show.ts";
import { createTalkScreen } from "../../bot/talk-screen.ts";
import { LONGEST_LABEL } from "../../domain/card-label.ts";
import { isUuid } from "../../domain/short-id.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { ChooseDefaultCard } from "../../use-cases/choose-default-card.ts";
import type { NameCard } from "../../use-cases/name-card.ts";
import type { ReadOwnCards } from "../../use-cases/read-own-cards.ts";
import { linkFirstView } from "../../views/balance.ts";
import { askNameView, cardListView, cardView } from "../../views/cards.ts";
import { CARD_NAME_TALK, createCardNameTalk, NAME_BUTTON } from "./name-talk.ts";

export interface CardsFeatureDeps {
  ownCards: ReadOwnCards;
  nameCard: NameCard;
  chooseDefaultCard: ChooseDefaultCard;
}

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** "My cards": their names and which comes first. The panels disturb no talk; naming a card is one. */
export function createCardsFeature(deps: CardsFeatureDeps): Feature {
  const { ownCards, nameCard, chooseDefaultCard } = deps;
  const screen = createTalkScreen(show);

  const anytime = createShortcuts();
  anytime.callbackQuery(/^cards:list:(\d{1,3})$/, async (ctx) =>
    show(ctx, await list(ctx, Number(ctx.match[1]))),
  );
  anytime.callbackQuery(new RegExp(`^cards:show:(${UUID})$`), async (ctx) =>
    show(ctx, await card(ctx, ctx.match[1]!)),
  );
  anytime.callbackQuery(new RegExp(`^cards:default:(${UUID}|none)$`), choose);

  const leftovers = new Composer<BotContext>();
  leftovers.callbackQuery(NAME_BUTTON, async (ctx) => {
    const [, action, id] = ctx.match;
    await show(ctx, action === "unname" ? await rename(ctx, id!, null) : await card(ctx, id!));
  });

  return {
    anytime,
    screens: [screen.middleware],
    talks: [createCardNameTalk({ screen, rename, card, ask })],
    journeys: [{ name: "cardname", commands: [], begin: beginNaming }],
    leftovers,
  };

  async function beginNaming(ctx: BotContext, cardId: string): Promise<void> {
    const view = isUuid(cardId) ? await ask(ctx, cardId, false) : undefined;
    if (!view) return void (await show(ctx, await list(ctx, 0)));
    await ctx.conversation.enter(CARD_NAME_TALK, cardId);
    await show(ctx, view);
  }

  /** Undefined where the card is not the person's. */
  async function ask(ctx: BotContext, cardId: string, isRepeated: boolean) {
    const { accountId } = ctx.chatKnown;
    const own = accountId && (await ownCards.byId(accountId, cardId));
    return own ? askNameView(ctx.language, own, { isRepeated, longest: LONGEST_LABEL }) : undefined;
  }

  async function rename(ctx: BotContext, cardId: string, label: string | null): Promise<RenderedMessage> {
    const { accountId } = ctx.chatKnown;
    if (accountId) await nameCard(accountId, cardId, label);
    return card(ctx, cardId);
  }

  async function choose(ctx: BotContext): Promise<void> {
    const { id, accountId, defaultCardId } = ctx.chatKnown;
    const wanted = ctx.match![1] === "none" ? null : ctx.match![1]!;
    const chosen = accountId !== null && (await chooseDefaultCard({ id, accountId }, wanted));
    if (chosen) ctx.chatKnown = { ...ctx.chatKnown, defaultCardId: wanted };
    const toast = ctx.language.text(
      chosen ? (wanted ? "cards.firstNow" : "cards.notFirstNow") : "balance.cardGone",
    );
    const view = await card(ctx, wanted ?? defaultCardId ?? "");
    await answerButton(ctx, toast);
    await editOrSend(ctx, ctx.callbackQuery!.message!.message_id, view);
  }

  async function list({ language, chatKnown }: BotContext, page: number): Promise<RenderedMessage> {
    const { accountId, defaultCardId } = chatKnown;
    if (accountId === null) return linkFirstView(language);
    return cardListView(language, await ownCards.all(accountId), { page, defaultCardId });
  }

  /** One card; the list where it is not, or no longer, the person's. */
  async function card(ctx: BotContext, cardId: string): Promise<RenderedMessage> {
    const { accountId, defaultCardId } = ctx.chatKnown;
    const cards = accountId ? await ownCards.all(accountId) : [];
    const own = cards.find(({ id }) => id === cardId);
    if (!own) return list(ctx, 0);
    return cardView(ctx.language, own, { isDefault: own.id === defaultCardId, several: cards.length > 1 });
  }
}
