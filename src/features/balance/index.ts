import type { BotContext } from "../../bot/context.ts";
import { answered, type Feature } from "../../bot/feature.ts";
import { createShortcuts } from "../../bot/shortcuts.ts";
import { answerButton, editOrSend, show } from "../../bot/show.ts";
import { cardNamed } from "../../domain/card-named.ts";
import { effectiveTimeZone } from "../../i18n/time-zone.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { Balance, ReadBalance } from "../../use-cases/read-balance.ts";
import {
  balanceView,
  bundleCountriesView,
  chooseCardView,
  linkFirstView,
  noCardsView,
  timeOf,
} from "../../views/balance.ts";
import { isOnScreen } from "./is-on-screen.ts";

export interface BalanceFeatureDeps {
  readBalance: ReadBalance;
  clock: Clock;
}

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** `/balance` and its buttons: they only look, so they disturb no talk that is going on. */
export function createBalanceFeature(deps: BalanceFeatureDeps): Feature {
  const { readBalance, clock } = deps;
  const anytime = createShortcuts();

  anytime.command("balance", (ctx) => showBalance(ctx));
  anytime.callbackQuery("balance:show", (ctx) => showBalance(ctx));
  anytime.callbackQuery(new RegExp(`^balance:card:(${UUID})$`), (ctx) => showBalance(ctx, ctx.match[1]));
  anytime.callbackQuery(new RegExp(`^balance:refresh:(${UUID})$`), (ctx) => refresh(ctx, ctx.match[1]!));
  anytime.callbackQuery(/^balance:cards:(\d{1,3})$/, (ctx) => chooseCard(ctx, Number(ctx.match[1])));
  anytime.callbackQuery(new RegExp(`^balance:countries:(${UUID})(?::(\\d{1,3}))?$`), (ctx) =>
    showCountries(ctx, ctx.match[1]!, Number(ctx.match[2] ?? 0)),
  );
  return {
    anytime,
    answers: [
      { intents: ["balance"], answer: (ctx, wish) => answered(showCard(ctx, wish.slots.card)) },
      { intents: ["iccid"], answer: (ctx, wish) => showOwnCard(ctx, wish.slots.value ?? "") },
    ],
  };

  /** The card that was said, or else the likeliest. */
  async function showCard(ctx: BotContext, said: string | undefined): Promise<void> {
    const balance = await balanceOf(ctx, {});
    const card = balance && said !== undefined && cardNamed([balance.shown, ...balance.others], said);
    const isOther = card && card.id !== balance.shown.id;
    await show(ctx, viewOf(ctx, isOther ? await balanceOf(ctx, { cardId: card.id }) : balance));
  }

  /** A card by its whole number; somebody else's is nothing to be said of here. */
  async function showOwnCard(ctx: BotContext, iccid: string): Promise<boolean> {
    const balance = await balanceOf(ctx, {});
    const isOwn = balance && [balance.shown, ...balance.others].some((card) => card.iccid === iccid);
    if (isOwn) await showCard(ctx, iccid);
    return isOwn === true;
  }

  async function showBalance(ctx: BotContext, cardId?: string): Promise<void> {
    const balance = await balanceOf(ctx, { cardId });
    const view = viewOf(ctx, balance);
    const isGone = balance && cardId !== undefined && balance.shown.id !== cardId;
    if (!isGone) return void (await show(ctx, view));
    await answerButton(ctx, ctx.language.text("balance.cardGone"));
    await editOrSend(ctx, ctx.callbackQuery!.message!.message_id, view);
  }

  /** Says whether anything is new, since an edit that changes nothing looks like a dead button. */
  async function refresh(ctx: BotContext, cardId: string): Promise<void> {
    const balance = await balanceOf(ctx, { cardId, askAgain: true });
    const view = viewOf(ctx, balance);
    const unchanged = isOnScreen(ctx, view);
    await answerButton(ctx, refreshToast(ctx, cardId, balance, unchanged));
    if (!unchanged) await editOrSend(ctx, ctx.callbackQuery!.message!.message_id, view);
  }

  async function chooseCard(ctx: BotContext, page: number): Promise<void> {
    const balance = await balanceOf(ctx, {});
    const cards = balance && [balance.shown, ...balance.others];
    await show(ctx, cards ? chooseCardView(ctx.language, cards, page) : viewOf(ctx, balance));
  }

  async function showCountries(ctx: BotContext, bundleId: string, page: number): Promise<void> {
    const balance = await balanceOf(ctx, {});
    const cards = balance ? [balance.shown, ...balance.others] : [];
    for (const card of cards) {
      const bundle = card.bundles.find(({ id }) => id === bundleId);
      if (bundle)
        return void (await show(ctx, bundleCountriesView(ctx.language, { cardId: card.id, bundle }, page)));
    }
    await show(ctx, viewOf(ctx, balance));
  }

  async function balanceOf(
    ctx: BotContext,
    wish: { cardId?: string; askAgain?: boolean },
  ): Promise<Balance | undefined> {
    const { accountId } = ctx.chatKnown;
    const timeZone = effectiveTimeZone(ctx.chatKnown, ctx.language);
    return accountId === null
      ? undefined
      : readBalance({ accountId, timeZone, defaultCardId: ctx.chatKnown.defaultCardId, ...wish });
  }

  function viewOf(ctx: BotContext, balance: Balance | undefined): RenderedMessage {
    const { language, chatKnown } = ctx;
    if (chatKnown.accountId === null) return linkFirstView(language);
    if (!balance) return noCardsView(language);
    return balanceView(language, balance, clock.now(), effectiveTimeZone(chatKnown, language));
  }

  function refreshToast(
    ctx: BotContext,
    cardId: string,
    balance: Balance | undefined,
    unchanged: boolean,
  ): string | undefined {
    const { language, chatKnown } = ctx;
    if (!balance) return undefined;
    if (balance.shown.id !== cardId) return language.text("balance.cardGone");
    if (balance.figures === "last_known") return language.text("balance.silent");
    if (!unchanged) return language.text("balance.updated");
    const { asOf } = balance.shown;
    if (!asOf) return language.text("balance.noChange");
    const time = timeOf(language, asOf, clock.now(), effectiveTimeZone(chatKnown, language));
    return language.text("balance.noChangeSince", { time });
  }
}
