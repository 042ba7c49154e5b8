import { Composer } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import type { Feature } from "../../bot/feature.ts";
import { show } from "../../bot/show.ts";
import { createTalkScreen } from "../../bot/talk-screen.ts";
import { maskEmail, parseEmail } from "../../domain/email.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { CheckLoginCode } from "../../use-cases/check-login-code.ts";
import type { FindLoginCode } from "../../use-cases/find-login-code.ts";
import type { RequestLoginCode } from "../../use-cases/request-login-code.ts";
import type { SetAsideLoginCode } from "../../use-cases/set-aside-login-code.ts";
import type { UnlinkChat } from "../../use-cases/unlink-chat.ts";
import { alreadyLinkedView, askEmailView, codeAskedView } from "../../views/link.ts";
import { withMenuButton } from "../../views/menu.ts";
import { createAskForCode } from "./ask-for-code.ts";
import { BUTTON } from "./hear.ts";
import { createLinkTalk, LINK_TALK } from "./talk.ts";
import { createUnlinkJourney } from "./unlink.ts";

export interface LinkFeatureDeps {
  languages: Languages;
  clock: Clock;
  requestLoginCode: RequestLoginCode;
  findLoginCode: FindLoginCode;
  setAsideLoginCode: SetAsideLoginCode;
  checkLoginCode: CheckLoginCode;
  unlinkChat: UnlinkChat;
}

/**
 * Linking a chat to an account with a code from the account's mailbox, and unlinking it.
 * `/link anna@example.com` sends the code at once; `go:link:switch` is the way to another account.
 */
export function createLinkFeature(deps: LinkFeatureDeps): Feature {
  const { findLoginCode, setAsideLoginCode } = deps;
  const screen = createTalkScreen(show);
  const askForCode = createAskForCode(deps);
  const unlink = createUnlinkJourney(deps);

  return {
    screens: [screen.middleware],
    menus: [unlink.buttons],
    talks: [createLinkTalk({ ...deps, screen, askForCode })],
    journeys: [{ name: "link", commands: ["link"], begin: beginLink }, unlink.journey],
    leftovers: oldButtons(),
  };

  async function beginLink(ctx: BotContext, argument: string): Promise<void> {
    const { email: linkedTo } = ctx.chatKnown;
    const email = parseEmail(argument);
    if (email !== undefined) return sendCode(ctx, email, true);
    if (linkedTo !== null && argument !== "switch") {
      return void (await show(ctx, alreadyLinkedView(ctx.language, { email: maskEmail(linkedTo) })));
    }
    await takeUp(ctx);
  }

  /** Goes on where an earlier talk was left, if its code can still be typed. */
  async function takeUp(ctx: BotContext): Promise<void> {
    const pending = await findLoginCode(ctx.chatKnown.id);
    if (pending?.alive && !pending.setAside) {
      return listen(ctx, codeAskedView(ctx.language, { email: pending.email }));
    }
    await askForEmail(ctx);
  }

  async function askForEmail(ctx: BotContext): Promise<void> {
    await setAsideLoginCode(ctx.chatKnown.id);
    await listen(ctx, askEmailView(ctx.language));
  }

  async function sendCode(ctx: BotContext, email: string, typed: boolean): Promise<void> {
    const { id } = ctx.chatKnown;
    const pending = await findLoginCode(id);
    await listen(ctx, await askForCode(ctx.language, id, { email, typed, pending }));
  }

  async function listen(ctx: BotContext, view: RenderedMessage): Promise<void> {
    await ctx.conversation.exitAll();
    await ctx.conversation.enter(LINK_TALK);
    await show(ctx, view);
  }

  /** Buttons of a talk that has ended, and of notices: they take it up again. */
  function oldButtons(): Composer<BotContext> {
    const composer = new Composer<BotContext>();
    composer.callbackQuery(BUTTON, async (ctx) => {
      const action = ctx.match[1];
      if (action === "cancel") {
        return void (await show(ctx, withMenuButton(ctx.language, ctx.language.html("common.canceled"))));
      }
      if (action === "other") return askForEmail(ctx);
      const pending = await findLoginCode(ctx.chatKnown.id);
      return pending ? sendCode(ctx, pending.email, false) : beginLink(ctx, "");
    });
    return composer;
  }
}
