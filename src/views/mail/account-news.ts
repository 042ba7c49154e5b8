import type { Localizer } from "../../i18n/localizer.ts";
import { type Mail, writeMail } from "./mail.ts";

/** To whoever owns the mailbox: the password was changed. `url` is the page for a new one. */
export function passwordChangedMail(language: Localizer, { url }: { url: string }): Mail {
  return writeMail(language, {
    subject: language.text("mail.passwordChanged.subject"),
    parts: [
      { type: "paragraph", text: language.text("mail.passwordChanged.what") },
      { type: "paragraph", text: language.text("mail.notYou") },
      { type: "button", label: language.text("mail.newPassword"), url },
    ],
  });
}

/** To whoever owns the mailbox: somebody who knew the password linked a chat. */
export function chatLinkedMail(language: Localizer, { name, url }: { name: string; url: string }): Mail {
  return writeMail(language, {
    subject: language.text("mail.chatLinked.subject"),
    parts: [
      { type: "paragraph", text: language.text("mail.chatLinked.what", { name }) },
      { type: "paragraph", text: language.text("mail.notYou") },
      { type: "button", label: language.text("mail.newPassword"), url },
    ],
  });
}
