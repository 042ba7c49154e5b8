import type { BotContext } from "../../bot/context.ts";
import { answered, type Feature } from "../../bot/feature.ts";
import { createShortcuts } from "../../bot/shortcuts.ts";
import { answerButton, editOrSend, show } from "../../bot/show.ts";
import { effectiveTimeZone } from "../../i18n/time-zone.ts";
import type { ChooseOffers } from "../../use-cases/offers/choose-offers.ts";
import type { ReadOffers } from "../../use-cases/offers/read-offers.ts";
import { offersView } from "../../views/offers.ts";

/** What can be had for less, and what a person wants to hear of it: /offers, and one tap below each offer. */
export function createOffersFeature(deps: { readOffers: ReadOffers; chooseOffers: ChooseOffers }): Feature {
  const { readOffers, chooseOffers } = deps;
  const anytime = createShortcuts();

  anytime.command("offers", showOffers);
  anytime.callbackQuery("offers:show", showOffers);
  // On a message that says something else: only the button goes.
  anytime.callbackQuery("offers:yes", async (ctx) => {
    await chooseOffers.offers(ctx.chatKnown.id, true);
    await answerButton(ctx, ctx.language.text("offers.yes"), true);
    await withoutButton(ctx);
  });
  anytime.callbackQuery("offers:stop", async (ctx) => {
    await chooseOffers.offers(ctx.chatKnown.id, false);
    await answerButton(ctx, ctx.language.text("offers.stopped"), true);
    await withoutButton(ctx);
  });
  anytime.callbackQuery("offers:habit:stop", async (ctx) => {
    await chooseOffers.habitCheck(ctx.chatKnown.id, false, zoneOf(ctx));
    await answerButton(ctx, ctx.language.text("habit.stopped"), true);
    await withoutButton(ctx);
  });
  anytime.callbackQuery(/^offers:set:(on|off)$/, async (ctx) => {
    const wanted = ctx.match[1] === "on";
    await chooseOffers.offers(ctx.chatKnown.id, wanted);
    await showChange(ctx, ctx.language.text(wanted ? "offers.yes" : "offers.stopped"));
  });
  anytime.callbackQuery(/^offers:habit:(on|off)$/, async (ctx) => {
    const wanted = ctx.match[1] === "on";
    await chooseOffers.habitCheck(ctx.chatKnown.id, wanted, zoneOf(ctx));
    await showChange(ctx, ctx.language.text(wanted ? "habit.started" : "habit.stopped"));
  });
  anytime.callbackQuery(/^offers:/, (ctx) => answerButton(ctx, ctx.language.text("common.staleButton")));

  return { anytime, answers: [{ intents: ["offers"], answer: (ctx) => answered(showOffers(ctx)) }] };

  async function showOffers(ctx: BotContext): Promise<void> {
    await show(ctx, await view(ctx));
  }

  async function showChange(ctx: BotContext, toast: string): Promise<void> {
    await answerButton(ctx, toast);
    await editOrSend(ctx, ctx.callbackQuery!.message!.message_id, await view(ctx));
  }

  async function view(ctx: BotContext) {
    return offersView(ctx.language, await readOffers(ctx.chatKnown.id), zoneOf(ctx));
  }
}

/** Takes the pressed button off its message and leaves the others. */
async function withoutButton(ctx: BotContext): Promise<void> {
  const message = ctx.callbackQuery?.message;
  const rows = message && "reply_markup" in message ? message.reply_markup?.inline_keyboard : undefined;
  if (!message || !rows) return;
  const pressed = ctx.callbackQuery!.data;
  const inline_keyboard = rows
    .map((row) => row.filter((button) => !("callback_data" in button && button.callback_data === pressed)))
    .filter((row) => row.length > 0);
  // A message that is too old to be changed keeps a button that does no harm.
  await ctx.api
    .editMessageReplyMarkup(ctx.chat!.id, message.message_id, { reply_markup: { inline_keyboard } })
    .catch(() => {});
}

const zoneOf = (ctx: BotContext): string => effectiveTimeZone(ctx.chatKnown, ctx.language);
