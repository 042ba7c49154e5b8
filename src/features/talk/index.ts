import { Composer } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import { answered, type Feature } from "../../bot/feature.ts";
import { reply, show } from "../../bot/show.ts";
import { menuView, withMenuButton } from "../../views/menu.ts";

/** Small talk, and the way to a human: what plain words can ask for that no other feature has. */
export function createTalkFeature(): Feature {
  const anytime = new Composer<BotContext>();
  anytime.callbackQuery("talk:human", showHuman);

  return {
    anytime,
    answers: [
      { intents: ["human"], answer: (ctx) => answered(showHuman(ctx)) },
      { intents: ["thanks"], answer: (ctx) => answered(thank(ctx)) },
      { intents: ["greeting"], answer: (ctx) => answered(greet(ctx)) },
    ],
  };
}

async function showHuman(ctx: BotContext): Promise<void> {
  await show(ctx, withMenuButton(ctx.language, ctx.language.html("paysupport.text")));
}

async function thank(ctx: BotContext): Promise<void> {
  await reply(ctx, { text: ctx.language.html("talkReply.welcome") });
}

async function greet(ctx: BotContext): Promise<void> {
  const { firstName, accountId } = ctx.chatKnown;
  await reply(ctx, menuView(ctx.language, { firstName, linked: accountId !== null }));
}
