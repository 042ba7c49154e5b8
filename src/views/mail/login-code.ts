import type { Localizer } from "../../i18n/localizer.ts";
import { type Mail, writeMail } from "./mail.ts";

/** The mail with a code: the code first, so that a phone's preview shows it. */
export function loginCodeMail(language: Localizer, { code }: { code: string }): Mail {
  return writeMail(language, {
    subject: language.text("mail.loginCode.subject", { code }),
    parts: [
      { type: "code", code },
      { type: "paragraph", text: language.text("mail.loginCode.use") },
      { type: "paragraph", text: language.text("mail.loginCode.notYou") },
    ],
  });
}
