import type { Languages } from "../i18n/localizer.ts";
import { type AccountNews, createSendAccountMail } from "../use-cases/password/send-account-mail.ts";
import { createSendResetLink } from "../use-cases/password/send-reset-link.ts";
import { chatLinkedMail, passwordChangedMail } from "../views/mail/account-news.ts";
import { resetMail } from "../views/mail/reset.ts";
import type { JobDefinition } from "./index.ts";

/** Mails the link for a new password, in the language in which it was asked for. */
export function sendResetLinkJob(
  deps: Omit<Parameters<typeof createSendResetLink>[0], "composeMail"> & { languages: Languages },
): JobDefinition<"send-reset-link"> {
  const { languages } = deps;
  const sendResetLink = createSendResetLink({
    ...deps,
    composeMail: (locale, url) => resetMail(languages.in(locale), { url }),
  });
  return { queue: "send-reset-link", run: ({ data, lastTry }) => sendResetLink(data.resetTokenId, lastTry) };
}

/** Tells an account's mailbox what was done with its password. */
export function sendAccountMailJob(
  deps: Omit<Parameters<typeof createSendAccountMail>[0], "composeMail"> & {
    languages: Languages;
    publicUrl: string;
  },
): JobDefinition<"send-account-mail"> {
  const { languages, publicUrl } = deps;
  const sendAccountMail = createSendAccountMail({ ...deps, composeMail });
  return { queue: "send-account-mail", run: ({ data, lastTry }) => sendAccountMail(data, lastTry) };

  function composeMail(news: AccountNews) {
    const locale = news.type === "chat_linked" ? languages.resolve(news.chat) : news.locale;
    const language = languages.in(locale);
    const url = `${publicUrl}/account/forgot?lang=${language.locale}`;
    return news.type === "chat_linked"
      ? chatLinkedMail(language, { name: news.chat.firstName, url })
      : passwordChangedMail(language, { url });
  }
}
