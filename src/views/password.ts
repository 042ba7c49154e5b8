import type { Localizer, MessageKey } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import { waitText } from "./wait.ts";

const button = (language: Localizer, key: MessageKey, callbackData: string): MessageButton => ({
  text: language.text(key),
  callbackData,
});

const codeButton = (language: Localizer) => button(language, "password.codeButton", "go:link:switch");
const forgotButton = (language: Localizer) => button(language, "password.forgotButton", "go:password");
const signInButton = (language: Localizer) => button(language, "password.signInButton", "go:signin");
const menuButton = (language: Localizer) => button(language, "common.menu", "go:start");

/** Why the page is offered: it was asked for, or a password was typed into the chat and (not) deleted there. */
export type SignInLead = "asked" | "deleted" | "kept";

/** The button to the page. Its link is a secret of this chat, and stands in the button only. */
export function signInView(
  language: Localizer,
  { url, lead }: { url: string; lead: SignInLead },
): RenderedMessage {
  const how = language.html("password.open");
  const leads = {
    asked: [],
    deleted: [language.html("password.deleted")],
    kept: [language.html("password.kept")],
  };
  return {
    text: [...leads[lead], how].join("\n\n"),
    keyboard: [
      [{ text: language.text("password.openButton"), url }],
      [codeButton(language), forgotButton(language)],
      [menuButton(language)],
    ],
  };
}

/** No further link can be had yet; a code by mail can. */
export function tooManyLinksView(
  language: Localizer,
  { waitSeconds }: { waitSeconds: number },
): RenderedMessage {
  return {
    text: language.html("password.tooManyLinks", { wait: waitText(language, waitSeconds) }),
    keyboard: [[codeButton(language)], [menuButton(language)]],
  };
}

/** Whose password is forgotten? */
export function askResetEmailView(language: Localizer): RenderedMessage {
  return {
    text: language.html("password.askEmail"),
    keyboard: [[button(language, "common.cancel", "link:cancel")]],
  };
}

/** What was sent is no address. */
export function notResetEmailView(language: Localizer): RenderedMessage {
  return { ...askResetEmailView(language), text: language.html("link.notEmail") };
}

/** The same words whether or not the address is registered. */
export function resetAskedView(language: Localizer, { email }: { email: string }): RenderedMessage {
  return { text: language.html("password.resetAsked", { email }), keyboard: afterReset(language) };
}

/** To somebody whose chat is linked: it is their own address, masked for whoever looks over their shoulder. */
export function resetSentView(language: Localizer, { email }: { email: string }): RenderedMessage {
  return { text: language.html("password.resetSent", { email }), keyboard: [[menuButton(language)]] };
}

/** The last mail may still be on its way. */
export function resetTooSoonView(
  language: Localizer,
  { email, waitSeconds }: { email: string; waitSeconds: number },
): RenderedMessage {
  return {
    text: language.html("password.resetTooSoon", { email, wait: waitText(language, waitSeconds) }),
    keyboard: afterReset(language),
  };
}

const afterReset = (language: Localizer): MessageButton[][] => [
  [signInButton(language), codeButton(language)],
  [menuButton(language)],
];

/** To every chat of the account. */
export function passwordChangedView(language: Localizer): RenderedMessage {
  return {
    text: language.html("password.changed"),
    keyboard: [[button(language, "password.newButton", "go:password"), menuButton(language)]],
  };
}

/** Told to everybody whose mail the server would not take, registered or not. */
export function resetUndeliverableView(language: Localizer, { email }: { email: string }): RenderedMessage {
  return {
    text: language.html("password.undeliverable", { email }),
    keyboard: [[button(language, "link.tryAgainButton", "go:password"), menuButton(language)]],
  };
}
