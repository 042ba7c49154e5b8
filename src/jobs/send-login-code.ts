import type { Languages } from "../i18n/localizer.ts";
import { type ComposeLoginCodeMail, createSendLoginCode } from "../use-cases/send-login-code.ts";
import { loginCodeMail } from "../views/mail/login-code.ts";
import type { JobDefinition } from "./index.ts";

/** Mails the code that was asked for, in the language of whoever asked. */
export function sendLoginCodeJob(
  deps: Omit<Parameters<typeof createSendLoginCode>[0], "composeMail"> & { languages: Languages },
): JobDefinition<"send-login-code"> {
  const { languages } = deps;
  const composeMail: ComposeLoginCodeMail = (person, code) => {
    const locale = person ? languages.resolve(person) : languages.defaultLocale;
    return loginCodeMail(languages.in(locale), { code });
  };
  const sendLoginCode = createSendLoginCode({ ...deps, composeMail });
  return {
    queue: "send-login-code",
    run: ({ data, lastTry }) => sendLoginCode(data.loginCodeId, lastTry),
  };
}
