import type { MiddlewareFn } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import { reply } from "../../bot/show.ts";
import type { Faq } from "../../i18n/faq.ts";
import type { CountNotUnderstood } from "../../use-cases/count-not-understood.ts";
import { notUnderstoodView } from "../../views/not-understood.ts";

/** The other buttons are for what can be done. */
const MOST_QUESTIONS = 1;

/** Answers what nothing else understood with the three likeliest things it may be, and a human. */
export function createNotUnderstood(deps: {
  faq: Faq;
  countNotUnderstood: CountNotUnderstood;
}): MiddlewareFn<BotContext> {
  return async (ctx) => {
    const wish = await ctx.meant();
    const { locale } = ctx.language;
    const guesses = wish?.alternatives.map(({ intent }) => intent) ?? [];
    const likeliest = wish && wish.intent !== "other" ? [wish.intent, ...guesses] : guesses;
    const questions = wish ? deps.faq.search(wish.text, locale, MOST_QUESTIONS) : [];
    const linked = ctx.chatKnown.accountId !== null;
    await reply(ctx, notUnderstoodView(ctx.language, likeliest, { linked, questions }));
    if (!wish) return;
    await deps.countNotUnderstood({ guess: likeliest[0] ?? "other", locale, text: wish.text });
  };
}
