import type { BotContext } from "../../bot/context.ts";
import { answered, type Feature } from "../../bot/feature.ts";
import { reply } from "../../bot/show.ts";
import { menuView } from "../../views/menu.ts";

/** Small talk: what plain words can say that no other feature has an answer to. */
export function createTalkFeature(): Feature {
  return {
    answers: [
      { intents: ["thanks"], answer: (ctx) => answered(thank(ctx)) },
      { intents: ["greeting"], answer: (ctx) => answered(greet(ctx)) },
    ],
  };
}

async function thank(ctx: BotContext): Promise<void> {
  await reply(ctx, { text: ctx.language.html("talkReply.welcome") });
}

async function greet(ctx: BotContext): Promise<void> {
  const { firstName, accountId } = ctx.chatKnown;
  await reply(ctx, menuView(ctx.language, { firstName, linked: accountId !== null }));
}
