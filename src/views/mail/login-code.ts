import type { Localizer } from "../../i18n/localizer.ts";

/** The mail with a code: the code first, so that a phone's preview shows it, and nothing that tracks. */
export function loginCodeMail(
  language: Localizer,
  { code }: { code: string },
): { subject: string; text: string } {
  return {
    subject: language.text("mail.loginCode.subject", { code }),
    text: language.text("mail.loginCode.text", { code }),
  };
}
