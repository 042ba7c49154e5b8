import { type Context, Hono } from "hono";
import { parseEmail } from "../domain/email.ts";
import type { Localizer } from "../i18n/localizer.ts";
import { waitText } from "../views/wait.ts";
import { forgotForm, message, type Trouble } from "./account-forms.ts";
import type { AccountPagesDeps } from "./account-pages-deps.ts";
import { formOf, fromOwnPage } from "./form.ts";
import { answerPage, languageOfPage } from "./page.ts";
import { remoteAddress } from "./remote-address.ts";

/** `/account/forgot`: mails a link for a new password, and says the same whether or not anybody has the address. */
export function forgotPage(deps: AccountPagesDeps): Hono {
  const { languages, clock, requestPasswordReset, trustedProxies, chatUrl } = deps;
  const path = "/account/forgot";

  return new Hono()
    .use(path, fromOwnPage)
    .get(path, (c) => answerForm(c, languageOfPage(c, languages), {}))
    .post(path, async (c) => {
      const language = languageOfPage(c, languages);
      const form = await formOf(c, ["email"]);
      if (!form) return c.text("Not a form", 400);
      const email = parseEmail(form.email);
      if (email === undefined) {
        const trouble: Trouble = { text: language.text("accountPage.notEmail"), field: "email" };
        return answerForm(c, language, { email: form.email, trouble });
      }
      const address = remoteAddress(c, trustedProxies);
      const asked = await requestPasswordReset({ email, chatId: null, address, locale: language.locale });
      if (asked.ok) return answerAsked(c, language, email);
      const wait = waitText(language, (asked.error.nextAt.getTime() - clock.now().getTime()) / 1000);
      const trouble = { text: language.text("accountPage.resetTooSoon", { wait }) };
      return answerForm(c, language, { email, trouble }, 429);
    });

  function answerForm(
    c: Context,
    language: Localizer,
    again: { email?: string; trouble?: Trouble },
    status: 200 | 422 | 429 = again.trouble ? 422 : 200,
  ): Promise<Response> {
    return answerPage(
      c,
      { languages, language },
      {
        title: language.text("accountPage.forgotTitle"),
        ...(again.trouble && { trouble: again.trouble.text }),
        body: forgotForm(language, again),
        status,
      },
    );
  }

  function answerAsked(c: Context, language: Localizer, email: string): Promise<Response> {
    return answerPage(
      c,
      { languages, language },
      {
        title: language.text("accountPage.askedTitle"),
        body: message(
          [language.text("accountPage.askedText", { email }), language.text("accountPage.askedHint")],
          {
            href: chatUrl(),
            label: language.text("payPage.back"),
          },
        ),
      },
    );
  }
}
