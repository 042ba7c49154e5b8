import type { Localizer } from "../../i18n/localizer.ts";
import { type Mail, writeMail } from "./mail.ts";

/** The mail with the link for a new password. */
export function resetMail(language: Localizer, { url }: { url: string }): Mail {
  return writeMail(language, {
    subject: language.text("mail.reset.subject"),
    parts: [
      { type: "paragraph", text: language.text("mail.reset.use") },
      { type: "button", label: language.text("mail.reset.button"), url },
      { type: "paragraph", text: language.text("mail.reset.notYou") },
    ],
  });
}
