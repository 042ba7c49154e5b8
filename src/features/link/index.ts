import { Composer } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import type { Feature } from "../../bot/feature.ts";
import { show } from "../../bot/show.ts";
import { maskEmail, parseEmail } from "../../domain/email.ts";
import { hearIccid } from "../../domain/iccid.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { CheckLoginCode } from "../../use-cases/check-login-code.ts";
import type { FindLoginCode } from "../../use-cases/find-login-code.ts";
import type { HasOpenSignIn } from "../../use-cases/password/has-open-sign-in.ts";
import type { MakeSignInLink } from "../../use-cases/password/make-sign-in-link.ts";
import type { RequestPasswordReset } from "../../use-cases/password/request-password-reset.ts";
import type { SignedInSince } from "../../use-cases/password/signed-in-since.ts";
import type { RequestLoginCode } from "../../use-cases/request-login-code.ts";
import type { SetAsideLoginCode } from "../../use-cases/set-aside-login-code.ts";
import type { UnlinkChat } from "../../use-cases/unlink-chat.ts";
import { alreadyLinkedView, codeAskedView } from "../../views/link.ts";
import { withMenuButton } from "../../views/menu.ts";
import { askIccidView, notIccidView } from "../../views/register.ts";
import { type CodeWish, createAskForCode } from "./ask-for-code.ts";
import { type CardTurnsDeps, createCardTurns, type Turn } from "./card-turns.ts";
import { createForgottenPassword } from "./forgotten.ts";
import { BUTTON, hear } from "./hear.ts";
import { createLinkScreen } from "./screen.ts";
import { createSignInJourney } from "./sign-in.ts";
import { createLinkTalk, type FirstQuestion, LINK_TALK } from "./talk.ts";
import { createTokenTurns, readToken, type TokenTurnsDeps } from "./token-turns.ts";
import { createUnlinkJourney } from "./unlink.ts";

export interface LinkFeatureDeps extends CardTurnsDeps, TokenTurnsDeps {
  languages: Languages;
  clock: Clock;
  requestLoginCode: RequestLoginCode;
  findLoginCode: FindLoginCode;
  setAsideLoginCode: SetAsideLoginCode;
  checkLoginCode: CheckLoginCode;
  unlinkChat: UnlinkChat;
  makeSignInLink: MakeSignInLink;
  hasOpenSignIn: HasOpenSignIn;
  signedInSince: SignedInSince;
  requestPasswordReset: RequestPasswordReset;
}

/**
 * Linking a chat to an account with a code from the account's mailbox or with its password on the account's
 * page, a new password, registering a card that is nobody's, and unlinking. `/link anna@example.com` sends the
 * code at once; `go:link:switch` is the way to another account; `/register 8944…` takes the card's number at
 * once; `/start link_<token>` is a printed link.
 */
export function createLinkFeature(deps: LinkFeatureDeps): Feature {
  const { findLoginCode, setAsideLoginCode, hasOpenSignIn } = deps;
  const signIn = createSignInJourney(deps);
  const screen = createLinkScreen(signIn.answerTypedPassword);
  const askForCode = createAskForCode(deps);
  const forgotten = createForgottenPassword({ ...deps, screen });
  const unlink = createUnlinkJourney(deps);
  const cards = createCardTurns(deps);
  const tokens = createTokenTurns({ ...deps, cards });

  return {
    screens: [screen.middleware],
    menus: [unlink.buttons],
    talks: [createLinkTalk({ ...deps, screen, askForCode, cards }), forgotten.talk],
    journeys: [
      {
        name: "link",
        commands: ["link"],
        intents: ["link", "email"],
        begin: (ctx, argument, wish) => beginLink(ctx, wish?.slots.value ?? argument),
      },
      {
        name: "register",
        commands: ["register"],
        intents: ["iccid"],
        begin: (ctx, argument, wish) => beginRegister(ctx, wish?.slots.value ?? argument),
      },
      signIn.journey,
      forgotten.journey,
      unlink.journey,
    ],
    leftovers: new Composer<BotContext>(oldButtons(), besidePage()),
  };

  async function beginLink(ctx: BotContext, argument: string): Promise<void> {
    const { email: linkedTo } = ctx.chatKnown;
    const token = readToken(argument);
    if (token !== undefined) return go(ctx, await tokens.use(ctx, token));
    const email = parseEmail(argument);
    await cards.drop(ctx.chatKnown.id);
    if (email !== undefined) return sendCode(ctx, { email, typed: true, cardId: null });
    if (linkedTo !== null && argument !== "switch") {
      return void (await show(ctx, alreadyLinkedView(ctx.language, { email: maskEmail(linkedTo) })));
    }
    await takeUp(ctx);
  }

  async function beginRegister(ctx: BotContext, argument: string): Promise<void> {
    const heard = hearIccid(argument);
    await setAsideLoginCode(ctx.chatKnown.id);
    if (heard?.type === "iccid") return go(ctx, await cards.claim(ctx, heard.iccid));
    await cards.drop(ctx.chatKnown.id);
    const view = heard ? notIccidView(ctx.language, heard.reason) : askIccidView(ctx.language);
    await listen(ctx, view, "card");
  }

  /** Goes on where an earlier talk was left, if its code can still be typed. */
  async function takeUp(ctx: BotContext): Promise<void> {
    const pending = await findLoginCode(ctx.chatKnown.id);
    if (pending?.alive && !pending.setAside) {
      const { email, cardId } = pending;
      return listen(ctx, codeAskedView(ctx.language, { email, registers: cardId !== null }));
    }
    await askForEmail(ctx);
  }

  async function askForEmail(ctx: BotContext): Promise<void> {
    await setAsideLoginCode(ctx.chatKnown.id);
    await listen(ctx, await cards.question(ctx));
  }

  async function sendCode(ctx: BotContext, wish: Omit<CodeWish, "pending">): Promise<void> {
    const { id } = ctx.chatKnown;
    const pending = await findLoginCode(id);
    await listen(ctx, await askForCode(ctx.language, id, { ...wish, pending }));
  }

  async function go(ctx: BotContext, { view, over = false }: Turn): Promise<void> {
    if (over) await show(ctx, view);
    else await listen(ctx, view);
  }

  async function listen(ctx: BotContext, view: RenderedMessage, first?: FirstQuestion): Promise<void> {
    await ctx.conversation.exitAll();
    await ctx.conversation.enter(LINK_TALK, first ?? "address");
    await show(ctx, view);
  }

  /** Buttons of a talk that has ended, and of notices: they take it up again. */
  function oldButtons(): Composer<BotContext> {
    const composer = new Composer<BotContext>();
    composer.callbackQuery(BUTTON, async (ctx) => {
      const action = ctx.match[1];
      if (action === "cancel") {
        await cards.drop(ctx.chatKnown.id);
        return void (await show(ctx, withMenuButton(ctx.language, ctx.language.html("common.canceled"))));
      }
      if (action === "other") return askForEmail(ctx);
      if (action === "add") return go(ctx, await cards.add(ctx));
      const pending = await findLoginCode(ctx.chatKnown.id);
      return pending ? sendCode(ctx, { ...pending, typed: false }) : beginLink(ctx, "");
    });
    return composer;
  }

  /** What is typed here while the page waits: an address begins the other way, a password is deleted. */
  function besidePage(): Composer<BotContext> {
    const composer = new Composer<BotContext>();
    composer.on("message:text", async (ctx, next) => {
      const heard = hear(ctx);
      const concerns = heard?.type === "password" || heard?.type === "email";
      if (!concerns || !(await hasOpenSignIn(ctx.chatKnown.id))) return next();
      if (heard.type === "email") {
        return sendCode(ctx, { email: heard.email, typed: true, cardId: null });
      }
      await signIn.answerTypedPassword(ctx);
    });
    return composer;
  }
}
