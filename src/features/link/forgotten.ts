import type { BotContext, Talk, TalkContext } from "../../bot/context.ts";
import type { Journey, TalkDefinition } from "../../bot/feature.ts";
import { meansElsewhere } from "../../bot/plain-words.ts";
import { reply, show } from "../../bot/show.ts";
import { maskEmail } from "../../domain/email.ts";
import type { Intent } from "../../domain/wish.ts";
import type { Languages, Localizer } from "../../i18n/localizer.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { RequestPasswordReset } from "../../use-cases/password/request-password-reset.ts";
import { withMenuButton } from "../../views/menu.ts";
import {
  askResetEmailView,
  notResetEmailView,
  resetAskedView,
  resetSentView,
  resetTooSoonView,
} from "../../views/password.ts";
import { hear } from "./hear.ts";
import { type LinkScreen, TYPED_PASSWORD } from "./screen.ts";

const PASSWORD_TALK = "password@1";

const ABOUT_PASSWORDS: readonly Intent[] = ["password", "email", "iccid", "promo_code", "greeting", "other"];

export interface ForgottenDeps {
  languages: Languages;
  clock: Clock;
  screen: LinkScreen;
  requestPasswordReset: RequestPasswordReset;
}

/**
 * A new password by mail: at once where the chat is linked, after the address was typed where it is not.
 * Whether anybody has that address is not said.
 */
export function createForgottenPassword(deps: ForgottenDeps): { journey: Journey; talk: TalkDefinition } {
  const { languages, clock, screen, requestPasswordReset } = deps;

  return {
    journey: { name: "password", commands: [], intents: ["password"], begin },
    talk: {
      id: PASSWORD_TALK,
      run: passwordTalk,
      askAgain: async (ctx) => void (await reply(ctx, askResetEmailView(ctx.language))),
    },
  };

  async function begin(ctx: BotContext): Promise<void> {
    const { id, email } = ctx.chatKnown;
    if (email !== null) {
      return void (await show(ctx, await ask(ctx.language, id, email, maskEmail(email), resetSentView)));
    }
    await ctx.conversation.enter(PASSWORD_TALK);
    await show(ctx, askResetEmailView(ctx.language));
  }

  async function passwordTalk(talk: Talk, { chatId }: TalkContext): Promise<void> {
    const listening = talk.checkpoint();
    const heard = hear(await talk.wait());
    // Buttons of other questions begin those again.
    if (!heard || ["again", "other", "add"].includes(heard.type)) return talk.skip({ next: true });
    const language = languages.in(await talk.external((ctx: BotContext) => ctx.language.locale));
    // Linked meanwhile, on the account's page: what is said now is meant for somebody else.
    const isDone =
      heard.type === "unclear" && (await talk.external((ctx) => ctx.chatKnown.accountId !== null));
    if (isDone) return talk.halt({ next: true });
    // A question in between is answered, and the address asked for again.
    if (heard.type === "unclear" && (await talk.external((ctx) => meansElsewhere(ctx, ABOUT_PASSWORDS)))) {
      return talk.skip({ next: true });
    }

    switch (heard.type) {
      case "email": {
        const { email } = heard;
        const view = await talk.external(() => ask(language, BigInt(chatId!), email, email, resetAskedView));
        return screen.say(talk, view);
      }
      case "cancel":
        return screen.say(talk, withMenuButton(language, language.html("common.canceled")));
      case "password":
        await screen.say(talk, TYPED_PASSWORD);
        break;
      default:
        await screen.say(talk, notResetEmailView(language));
    }
    await talk.rewind(listening);
  }

  async function ask(
    language: Localizer,
    chatId: bigint,
    email: string,
    shown: string,
    askedView: (language: Localizer, asked: { email: string }) => RenderedMessage,
  ): Promise<RenderedMessage> {
    const asked = await requestPasswordReset({ email, chatId, address: null, locale: language.locale });
    if (asked.ok) return askedView(language, { email: shown });
    const waitSeconds = (asked.error.nextAt.getTime() - clock.now().getTime()) / 1000;
    return resetTooSoonView(language, { email: shown, waitSeconds });
  }
}
