import type { BotContext, Talk, TalkContext } from "../../bot/context.ts";
import type { TalkDefinition } from "../../bot/feature.ts";
import { meansElsewhere } from "../../bot/plain-words.ts";
import { reply } from "../../bot/show.ts";
import type { Intent } from "../../domain/wish.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { CheckLoginCode } from "../../use-cases/check-login-code.ts";
import type { FindLoginCode, PendingCode } from "../../use-cases/find-login-code.ts";
import type { SignedInSince } from "../../use-cases/password/signed-in-since.ts";
import type { SetAsideLoginCode } from "../../use-cases/set-aside-login-code.ts";
import {
  askEmailView,
  codeAskedView,
  codeExpiredView,
  emailFirstView,
  linkedView,
  notCodeView,
  notEmailView,
  wrongCodeView,
} from "../../views/link.ts";
import { withMenuButton } from "../../views/menu.ts";
import { askIccidView, notIccidView, registeredView, takenView } from "../../views/register.ts";
import type { AskForCode } from "./ask-for-code.ts";
import type { CardTurns, Turn } from "./card-turns.ts";
import { type Heard, hear } from "./hear.ts";
import { type LinkScreen, TYPED_PASSWORD } from "./screen.ts";

export const LINK_TALK = "link@3";

/** What whoever entered has asked for; the address unless said otherwise. */
export type FirstQuestion = "address" | "card";

export interface LinkTalkDeps {
  languages: Languages;
  screen: LinkScreen;
  askForCode: AskForCode;
  findLoginCode: FindLoginCode;
  setAsideLoginCode: SetAsideLoginCode;
  checkLoginCode: CheckLoginCode;
  cards: CardTurns;
  clock: Clock;
  signedInSince: SignedInSince;
}

type TurnOrPassword = Turn | { view: typeof TYPED_PASSWORD; over?: boolean };

/**
 * (Which card? →) which address? → which code? → linked. The first question was asked by whoever entered.
 * What was named is remembered by the claim's and the login code's rows; the talk only listens, and rewinds
 * after each answer: it is as small after a hundred answers as after one.
 */
export function createLinkTalk(deps: LinkTalkDeps): TalkDefinition {
  const { languages, screen, askForCode, findLoginCode, setAsideLoginCode, checkLoginCode, cards } = deps;
  const { clock, signedInSince } = deps;

  return {
    id: LINK_TALK,
    run: linkTalk,
    async askAgain(ctx) {
      const pending = await findLoginCode(ctx.chatKnown.id);
      const asks = pending?.alive && !pending.setAside;
      await reply(
        ctx,
        asks
          ? codeAskedView(ctx.language, { email: pending.email, registers: pending.cardId !== null })
          : await cards.question(ctx),
      );
    },
  };

  async function linkTalk(talk: Talk, { chatId }: TalkContext, first?: FirstQuestion): Promise<void> {
    const chat = BigInt(chatId!);
    const begunAt = await talk.external(() => clock.now().getTime());
    const listening = talk.checkpoint();
    const answer = await talk.wait();
    const heard = hear(answer);
    if (!heard) return talk.skip({ next: true });
    // A question in between is answered, and the talk waits on.
    if (heard.type === "unclear" && (await talk.external((ctx) => meansElsewhere(ctx, ABOUT_LINKING)))) {
      return talk.skip({ next: true });
    }

    const language = languages.in(await talk.external(localeOf));
    const pending = await talk.external(() => findLoginCode(chat));
    // Linked meanwhile, on the account's page: what is said now is meant for somebody else.
    const isDone = heard.type === "unclear" && (await talk.external(() => signedInSince(chat, begunAt)));
    if (isDone) return talk.halt({ next: true });
    const turn = await respond(heard);
    await screen.say(talk, turn.view);
    if (!turn.over) await talk.rewind(listening);

    async function respond(heard: Heard): Promise<TurnOrPassword> {
      switch (heard.type) {
        case "email":
          return sendCode(heard.email, true, (await talk.external(() => cards.claimed(chat)))?.id ?? null);
        case "again":
          return pending ? sendCode(pending.email, false, pending.cardId) : { view: askEmailView(language) };
        case "iccid":
          return talk.external((ctx) => cards.claim(ctx, heard.iccid));
        case "not_iccid":
          return { view: notIccidView(language, heard.reason) };
        case "add":
          return talk.external((ctx) => cards.add(ctx));
        case "code":
          return tryCode(heard.code);
        case "other":
          await talk.external(() => setAsideLoginCode(chat));
          return { view: await talk.external((ctx) => cards.question(ctx)) };
        case "cancel":
          await talk.external(() => setAsideLoginCode(chat));
          await talk.external(() => cards.drop(chat));
          return { view: withMenuButton(language, language.html("common.canceled")), over: true };
        case "password":
          return { view: TYPED_PASSWORD };
        case "unclear":
          return { view: await talk.external((ctx) => repeatQuestion(ctx, pending, first)) };
      }
    }

    async function sendCode(email: string, typed: boolean, cardId: string | null): Promise<Turn> {
      const wish = { email, typed, pending, cardId };
      return { view: await talk.external(() => askForCode(language, chat, wish)) };
    }

    async function tryCode(code: string): Promise<Turn> {
      const checked = await talk.external(() => checkLoginCode(chat, code));
      if (checked.ok) {
        const { email, card } = checked.value;
        const person = { firstName: answer.from?.first_name ?? "", email };
        return {
          view: card ? registeredView(language, card, email) : linkedView(language, person),
          over: true,
        };
      }
      switch (checked.error.type) {
        case "none":
          return { view: emailFirstView(language) };
        case "dead":
          return { view: codeExpiredView(language) };
        case "card_taken":
          return { view: takenView(language) };
        case "wrong":
          return { view: wrongCodeView(language, checked.error) };
      }
    }
  }

  /** One sentence for whatever was no answer; the question stays. */
  async function repeatQuestion(
    ctx: BotContext,
    pending: PendingCode | null,
    first: FirstQuestion | undefined,
  ): Promise<RenderedMessage> {
    const { language } = ctx;
    if (pending && !pending.setAside) {
      return pending.alive ? notCodeView(language, pending) : codeExpiredView(language);
    }
    if (await cards.claimed(ctx.chatKnown.id)) return cards.question(ctx);
    return first === "card" ? askIccidView(language) : notEmailView(language);
  }
}

const ABOUT_LINKING: readonly Intent[] = [
  "link",
  "email",
  "iccid",
  "password",
  "promo_code",
  "greeting",
  "other",
];

const localeOf = (ctx: BotContext) => ctx.language.locale;
