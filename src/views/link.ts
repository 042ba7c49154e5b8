import type { Localizer, MessageKey } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import { waitText } from "./wait.ts";

const button = (language: Localizer, key: MessageKey, callbackData: string): MessageButton => ({
  text: language.text(key),
  callbackData,
});

const cancelButton = (language: Localizer) => button(language, "common.cancel", "link:cancel");
const otherButton = (language: Localizer) => button(language, "link.otherButton", "link:other");

/** The first question, with the ways for those who know their password or have a card and no account. */
export function askEmailView(language: Localizer): RenderedMessage {
  return {
    text: language.html("link.askEmail"),
    keyboard: [
      [button(language, "password.signInButton", "go:signin")],
      [button(language, "start.registerButton", "go:register")],
      [cancelButton(language)],
    ],
  };
}

/** What was sent is no address, whatever it is. */
export function notEmailView(language: Localizer): RenderedMessage {
  return { text: language.html("link.notEmail"), keyboard: [[cancelButton(language)]] };
}

/** Six digits before any code was asked for. */
export function emailFirstView(language: Localizer): RenderedMessage {
  return { text: language.html("link.emailFirst"), keyboard: [[cancelButton(language)]] };
}

/** Under everything that waits for a code. */
function codeKeyboard(
  language: Localizer,
  again: "link.againButton" | "link.newCodeButton",
): MessageButton[][] {
  return [[button(language, again, "link:again"), otherButton(language)], [cancelButton(language)]];
}

/** The second question; the same words whether or not the address is registered, for a card any will do. */
export function codeAskedView(
  language: Localizer,
  { email, registers }: { email: string; registers: boolean },
): RenderedMessage {
  return {
    text: language.html(registers ? "register.codeAsked" : "link.codeAsked", { email }),
    keyboard: codeKeyboard(language, "link.againButton"),
  };
}

/** A newer code cannot be had yet. */
export function tooSoonView(
  language: Localizer,
  refused: {
    waitSeconds: number;
    /** The address of the last code, if that can still be typed. */
    stillWorks: string | null;
    /** Whether an address was typed, or a button pressed that can be pressed again. */
    typed: boolean;
  },
): RenderedMessage {
  const wait = waitText(language, refused.waitSeconds);
  if (refused.stillWorks !== null) {
    return {
      text: language.html("link.tooSoonStillWorks", { wait, email: refused.stillWorks }),
      keyboard: codeKeyboard(language, "link.againButton"),
    };
  }
  return refused.typed
    ? { text: language.html("link.tooSoonTypeAgain", { wait }), keyboard: [[cancelButton(language)]] }
    : {
        text: language.html("link.tooSoon", { wait }),
        keyboard: codeKeyboard(language, "link.newCodeButton"),
      };
}

/** What was sent is no code. */
export function notCodeView(language: Localizer, { email }: { email: string }): RenderedMessage {
  return {
    text: language.html("link.notCode", { email }),
    keyboard: codeKeyboard(language, "link.againButton"),
  };
}

export function wrongCodeView(language: Localizer, { triesLeft }: { triesLeft: number }): RenderedMessage {
  return triesLeft > 0
    ? {
        text: language.html("link.wrongCode", { count: triesLeft }),
        keyboard: codeKeyboard(language, "link.againButton"),
      }
    : {
        text: language.html("link.codeUsedUp"),
        keyboard: codeKeyboard(language, "link.newCodeButton"),
      };
}

export function codeExpiredView(language: Localizer): RenderedMessage {
  return {
    text: language.html("link.codeExpired"),
    keyboard: codeKeyboard(language, "link.newCodeButton"),
  };
}

/** The way on from here: what the person linked for. */
export function linkedView(
  language: Localizer,
  person: { firstName: string; email: string },
): RenderedMessage {
  return {
    text: language.html("link.linked", { name: person.firstName, email: person.email }),
    keyboard: [
      [
        button(language, "start.balanceButton", "balance:show"),
        button(language, "start.renewButton", "go:renew"),
      ],
      [button(language, "common.menu", "go:start")],
    ],
  };
}

/** `email` is masked: whoever reads over the shoulder learns little. */
export function alreadyLinkedView(language: Localizer, { email }: { email: string }): RenderedMessage {
  return {
    text: language.html("link.alreadyLinked", { email }),
    keyboard: [
      [
        button(language, "link.switchButton", "go:link:switch"),
        button(language, "link.unlinkButton", "go:unlink"),
      ],
      [
        button(language, "password.newButton", "go:password"),
        button(language, "link.keepButton", "go:start"),
      ],
    ],
  };
}

/** Told to everybody whose mail the server would not take, registered or not. */
export function mailUndeliverableView(language: Localizer, { email }: { email: string }): RenderedMessage {
  return {
    text: language.html("link.mailUndeliverable", { email }),
    keyboard: [[button(language, "link.tryAgainButton", "link:again"), otherButton(language)]],
  };
}

/** `accountId` goes with the button, so that an old one cannot unlink another account. */
export function confirmUnlinkView(
  language: Localizer,
  { email, accountId }: { email: string; accountId: string },
): RenderedMessage {
  return {
    text: language.html("unlink.confirm", { email }),
    keyboard: [
      [
        button(language, "unlink.confirmButton", `unlink:yes:${accountId}`),
        button(language, "unlink.keepButton", "unlink:no"),
      ],
    ],
  };
}

export function unlinkedView(language: Localizer, key: "unlink.done" | "unlink.notLinked"): RenderedMessage {
  return {
    text: language.html(key),
    keyboard: [
      [button(language, "start.linkButton", "go:link")],
      [button(language, "common.menu", "go:start")],
    ],
  };
}

/** A printed link that lets nobody in, whatever the reason, and the other ways in. */
export function deadTokenView(language: Localizer): RenderedMessage {
  return {
    text: language.html("link.deadToken"),
    keyboard: [
      [button(language, "start.linkButton", "go:link")],
      [button(language, "start.registerButton", "go:register")],
    ],
  };
}

/** A printed link of another account than this chat's; both addresses are masked. */
export function switchByTokenView(
  language: Localizer,
  { from, to, token }: { from: string; to: string; token: string },
): RenderedMessage {
  return {
    text: language.html("link.switchByToken", { from, to }),
    keyboard: [
      [
        button(language, "link.takeButton", `go:link:sure_${token}`),
        button(language, "link.keepButton", "go:start"),
      ],
    ],
  };
}
