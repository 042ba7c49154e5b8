import type { BotContext } from "../../bot/context.ts";
import { answered, type Feature } from "../../bot/feature.ts";
import { reply } from "../../bot/show.ts";
import type { Faq } from "../../i18n/faq.ts";
import { menuView } from "../../views/menu.ts";
import { createQuestions } from "./questions.ts";

/** Common questions and small talk: what plain words can ask for that no other feature has an answer to. */
export function createTalkFeature(deps: { faq: Faq }): Feature {
  const questions = createQuestions(deps);

  return {
    anytime: questions.anytime,
    answers: [
      ...questions.answers,
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
