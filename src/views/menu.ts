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
    [button("start.helpButton", "help:show")],
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
