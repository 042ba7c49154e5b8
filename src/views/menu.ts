import type { Localizer } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";

/** The main menu: what a person can do, with the one thing first that matters most to them. */
export function menuView(
  language: Localizer,
  person: { firstName: string; linked: boolean },
): RenderedMessage {
  const { html, text } = language;
  const button = (key: Parameters<typeof text>[0], callbackData: string): MessageButton => ({
    text: text(key),
    callbackData,
  });
  const common = [
    [button("start.plansButton", "go:plans"), button("start.settingsButton", "settings:open")],
    [button("start.helpButton", "help:show"), button("common.human", "go:support")],
  ];
  if (!person.linked) {
    return {
      text: html("start.welcome", { name: person.firstName }),
      keyboard: [
        [button("start.linkButton", "go:link")],
        [button("start.registerButton", "go:register")],
        ...common,
      ],
    };
  }
  return {
    text: html("start.menu", { name: person.firstName }),
    keyboard: [
      [button("start.balanceButton", "balance:show"), button("start.renewButton", "go:renew")],
      [button("start.ordersButton", "orders:list")],
      ...common,
    ],
  };
}

/** Everything that can be done, with the ways on for somebody who is stuck. */
export function helpView({ html, text }: Localizer): RenderedMessage {
  return {
    text: html("help.text"),
    keyboard: [
      [
        { text: text("talkReply.otherQuestions"), callbackData: "faq:list" },
        { text: text("common.human"), callbackData: "go:support" },
      ],
      [{ text: text("common.menu"), callbackData: "go:start" }],
    ],
  };
}

/** Where somebody goes whose payment went wrong: to the order, or to a human. */
export function paymentHelpView({ html, text }: Localizer): RenderedMessage {
  return {
    text: html("paysupport.text"),
    keyboard: [
      [
        { text: text("start.ordersButton"), callbackData: "orders:list" },
        { text: text("common.human"), callbackData: "go:support" },
      ],
      [{ text: text("common.menu"), callbackData: "go:start" }],
    ],
  };
}

/** A plain sentence with the way back to the menu below. */
export function withMenuButton(language: Localizer, text: string): RenderedMessage {
  return { text, keyboard: [[{ text: language.text("common.menu"), callbackData: "go:start" }]] };
}

/** What is said when something went wrong here: the way on, and to a human. */
export function apologyView(language: Localizer): RenderedMessage {
  const { html, text } = language;
  return {
    text: html("common.somethingWentWrong"),
    keyboard: [
      [
        { text: text("common.human"), callbackData: "go:support" },
        { text: text("common.menu"), callbackData: "go:start" },
      ],
    ],
  };
}
