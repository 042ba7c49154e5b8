import type { MiddlewareFn } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import { reply } from "../../bot/show.ts";
import type { CountNotUnderstood } from "../../use-cases/count-not-understood.ts";
import { notUnderstoodView } from "../../views/not-understood.ts";

/** Answers what nothing else understood with the three likeliest things it may be, and a human. */
export function createNotUnderstood(deps: {
  countNotUnderstood: CountNotUnderstood;
}): MiddlewareFn<BotContext> {
  return async (ctx) => {
    const wish = await ctx.meant();
    const guesses = wish?.alternatives.map(({ intent }) => intent) ?? [];
    const likeliest = wish && wish.intent !== "other" ? [wish.intent, ...guesses] : guesses;
    await reply(
      ctx,
      notUnderstoodView(ctx.language, likeliest, { linked: ctx.chatKnown.accountId !== null }),
    );
    if (!wish) return;
    const { text } = wish;
    await deps.countNotUnderstood({ guess: likeliest[0] ?? "other", locale: ctx.language.locale, text });
  };
}
