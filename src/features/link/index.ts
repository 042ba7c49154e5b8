import { Composer } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import type { Feature } from "../../bot/feature.ts";
import { show } from "../../bot/show.ts";
import { createTalkScreen } from "../../bot/talk-screen.ts";
import { maskEmail, parseEmail } from "../../domain/email.ts";
import { hearIccid } from "../../domain/iccid.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { CheckLoginCode } from "../../use-cases/check-login-code.ts";
import type { FindLoginCode } from "../../use-cases/find-login-code.ts";
import type { RequestLoginCode } from "../../use-cases/request-login-code.ts";
import type { SetAsideLoginCode } from "../../use-cases/set-aside-login-code.ts";
import type { UnlinkChat } from "../../use-cases/unlink-chat.ts";
import { alreadyLinkedView, codeAskedView } from "../../views/link.ts";
import { withMenuButton } from "../../views/menu.ts";
import { askIccidView, notIccidView } from "../../views/register.ts";
import { type CodeWish, createAskForCode } from "./ask-for-code.ts";
import { type CardTurnsDeps, createCardTurns, type Turn } from "./card-turns.ts";
import { BUTTON } from "./hear.ts";
import { createLinkTalk, LINK_TALK } from "./talk.ts";
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
}

/**
 * Linking a chat to an account with a code from the account's mailbox, registering a card that is nobody's,
 * and unlinking. `/link anna@example.com` sends the code at once; `go:link:switch` is the way to another
 * account; `/register 8944…` takes the card's number at once; `/start link_<token>` is a printed link.
 */
export function createLinkFeature(deps: LinkFeatureDeps): Feature {
  const { findLoginCode, setAsideLoginCode } = deps;
  const screen = createTalkScreen(show);
  const askForCode = createAskForCode(deps);
  const unlink = createUnlinkJourney(deps);
  const cards = createCardTurns(deps);
  const tokens = createTokenTurns({ ...deps, cards });

  return {
    screens: [screen.middleware],
    menus: [unlink.buttons],
    talks: [createLinkTalk({ ...deps, screen, askForCode, cards })],
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
      unlink.journey,
    ],
    leftovers: oldButtons(),
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
    await listen(ctx, heard ? notIccidView(ctx.language, heard.reason) : askIccidView(ctx.language));
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
}
