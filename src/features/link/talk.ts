import type { BotContext, Talk, TalkContext } from "../../bot/context.ts";
import type { TalkDefinition } from "../../bot/feature.ts";
import type { TalkScreen } from "../../bot/talk-screen.ts";
import type { Languages, Localizer } from "../../i18n/localizer.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { CheckLoginCode } from "../../use-cases/check-login-code.ts";
import type { FindLoginCode, PendingCode } from "../../use-cases/find-login-code.ts";
import type { SetAsideLoginCode } from "../../use-cases/set-aside-login-code.ts";
import {
  askEmailView,
  codeExpiredView,
  emailFirstView,
  linkedView,
  notCodeView,
  notEmailView,
  wrongCodeView,
} from "../../views/link.ts";
import { withMenuButton } from "../../views/menu.ts";
import type { AskForCode } from "./ask-for-code.ts";
import { hear } from "./hear.ts";

export const LINK_TALK = "link@1";

export interface LinkTalkDeps {
  languages: Languages;
  screen: TalkScreen;
  askForCode: AskForCode;
  findLoginCode: FindLoginCode;
  setAsideLoginCode: SetAsideLoginCode;
  checkLoginCode: CheckLoginCode;
}

/** What is said next, and whether that ends the talk. */
interface Turn {
  view: RenderedMessage;
  over?: boolean;
}

/**
 * Which address? → which code? → linked. The first question was asked by whoever entered. What was asked
 * for is remembered by the login code's row; the talk only listens, and rewinds after each answer: it is as
 * small after a hundred answers as after one.
 */
export function createLinkTalk(deps: LinkTalkDeps): TalkDefinition {
  const { languages, screen, askForCode, findLoginCode, setAsideLoginCode, checkLoginCode } = deps;

  return { id: LINK_TALK, run: linkTalk };

  async function linkTalk(talk: Talk, { chatId }: TalkContext): Promise<void> {
    const chat = BigInt(chatId!);
    const listening = talk.checkpoint();
    const answer = await talk.wait();
    const heard = hear(answer);
    if (!heard) return talk.skip({ next: true });

    const language = languages.in(await talk.external(localeOf));
    const pending = await talk.external(() => findLoginCode(chat));
    const turn = await respond();
    await screen.say(talk, turn.view);
    if (!turn.over) await talk.rewind(listening);

    async function respond(): Promise<Turn> {
      switch (heard!.type) {
        case "email":
          return sendCode(heard!.email, true);
        case "again":
          return pending ? sendCode(pending.email, false) : { view: askEmailView(language) };
        case "code":
          return tryCode(heard!.code);
        case "other":
          await talk.external(() => setAsideLoginCode(chat));
          return { view: askEmailView(language) };
        case "cancel":
          await talk.external(() => setAsideLoginCode(chat));
          return { view: withMenuButton(language, language.html("common.canceled")), over: true };
        case "unclear":
          return { view: repeatQuestion(language, pending) };
      }
    }

    async function sendCode(email: string, typed: boolean): Promise<Turn> {
      const view = await talk.external(() => askForCode(language, chat, { email, typed, pending }));
      return { view };
    }

    async function tryCode(code: string): Promise<Turn> {
      const checked = await talk.external(() => checkLoginCode(chat, code));
      if (checked.ok) {
        const person = { firstName: answer.from?.first_name ?? "", email: checked.value.email };
        return { view: linkedView(language, person), over: true };
      }
      switch (checked.error.type) {
        case "none":
          return { view: emailFirstView(language) };
        case "dead":
          return { view: codeExpiredView(language) };
        case "wrong":
          return { view: wrongCodeView(language, checked.error) };
      }
    }
  }
}

const localeOf = (ctx: BotContext) => ctx.language.locale;

/** One sentence for whatever was no answer; the question stays. */
function repeatQuestion(language: Localizer, pending: PendingCode | null): RenderedMessage {
  if (!pending || pending.setAside) return notEmailView(language);
  return pending.alive ? notCodeView(language, pending) : codeExpiredView(language);
}
