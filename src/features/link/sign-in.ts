import type { BotContext } from "../../bot/context.ts";
import type { Journey } from "../../bot/feature.ts";
import { show } from "../../bot/show.ts";
import type { Clock } from "../../ports/clock.ts";
import type { MakeSignInLink } from "../../use-cases/password/make-sign-in-link.ts";
import { type SignInLead, signInView, tooManyLinksView } from "../../views/password.ts";

/** The way to the sign-in page, by its button or after a password that was typed into the chat. */
export interface SignInJourney {
  journey: Journey;
  /** Deletes the message with the password, where Telegram allows it, and offers the page. */
  answerTypedPassword(ctx: BotContext): Promise<void>;
}

/** Makes the link when it is wanted, and shows it in a button: it is nowhere else. */
export function createSignInJourney(deps: { clock: Clock; makeSignInLink: MakeSignInLink }): SignInJourney {
  const { clock, makeSignInLink } = deps;
  return {
    journey: { name: "signin", commands: [], begin: (ctx) => offerPage(ctx, "asked") },
    answerTypedPassword: async (ctx) => offerPage(ctx, (await deletes(ctx)) ? "deleted" : "kept"),
  };

  async function offerPage(ctx: BotContext, lead: SignInLead): Promise<void> {
    const made = await makeSignInLink(ctx.chatKnown.id);
    if (made.ok) return void (await show(ctx, signInView(ctx.language, { url: made.value.url, lead })));
    const waitSeconds = (made.error.nextAt.getTime() - clock.now().getTime()) / 1000;
    await show(ctx, tooManyLinksView(ctx.language, { waitSeconds }));
  }
}

async function deletes(ctx: BotContext): Promise<boolean> {
  try {
    return await ctx.deleteMessage();
  } catch {
    // Too old, or gone already: the person is asked to look after it.
    return false;
  }
}
