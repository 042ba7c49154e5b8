import { type Context, Hono } from "hono";
import { parseEmail } from "../domain/email.ts";
import { unreachable } from "../domain/result.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { SignInFound } from "../use-cases/password/find-sign-in.ts";
import type { SignInRefused } from "../use-cases/password/sign-in.ts";
import { waitText } from "../views/wait.ts";
import { message, signInForm, type Trouble } from "./account-forms.ts";
import type { AccountPagesDeps } from "./account-pages-deps.ts";
import { formOf, fromOwnPage } from "./form.ts";
import { answerPage, languageOfPage } from "./page.ts";
import { remoteAddress } from "./remote-address.ts";

/** `/account/sign-in/:token`: e-mail and password link the chat that the link was made for. */
export function signInPage(deps: AccountPagesDeps): Hono {
  const { languages, clock, findSignIn, signIn, trustedProxies, chatUrl } = deps;
  const path = "/account/sign-in/:token";

  return new Hono()
    .use(path, fromOwnPage)
    .get(path, async (c) => {
      const link = await findSignIn(c.req.param("token"));
      const language = languageFor(c, link);
      if (link?.state !== "open") return answerEnded(c, language, link?.state === "used");
      return answerForm(c, language, link, {});
    })
    .post(path, async (c) => {
      const token = c.req.param("token");
      const link = await findSignIn(token);
      const language = languageFor(c, link);
      if (link?.state !== "open") return answerEnded(c, language, link?.state === "used");

      const form = await formOf(c, ["email", "password"]);
      if (!form) return c.text("Not a form", 400);
      const email = parseEmail(form.email);
      if (email === undefined) {
        const trouble: Trouble = { text: language.text("accountPage.notEmail"), field: "email" };
        return answerForm(c, language, link, { email: form.email, trouble });
      }
      const address = remoteAddress(c, trustedProxies);
      const signedIn = await signIn(token, { email, password: form.password, address });
      return signedIn.ok
        ? answerLinked(c, language, link, signedIn.value.email)
        : answerRefused(c, language, link, form.email, signedIn.error);
    });

  function languageFor(c: Context, link: SignInFound | undefined): Localizer {
    return languageOfPage(c, languages, link && languages.resolve(link.chat));
  }

  function answerForm(
    c: Context,
    language: Localizer,
    link: SignInFound,
    again: { email?: string; trouble?: Trouble },
    status: 200 | 422 | 429 | 503 = again.trouble ? 422 : 200,
  ): Promise<Response> {
    return answerPage(
      c,
      { languages, language },
      {
        title: language.text("accountPage.signInTitle"),
        ...(again.trouble && { trouble: again.trouble.text }),
        body: signInForm(language, { name: link.chat.firstName, ...again }),
        status,
      },
    );
  }

  function answerRefused(
    c: Context,
    language: Localizer,
    link: SignInFound,
    email: string,
    refused: SignInRefused,
  ): Promise<Response> {
    switch (refused.type) {
      case "dead":
      case "used":
        return answerEnded(c, language, refused.type === "used");
      case "wrong": {
        const trouble: Trouble = { text: language.text("accountPage.wrong"), field: "password" };
        return answerForm(c, language, link, { email, trouble });
      }
      case "too_many": {
        const wait = waitText(language, (refused.nextAt.getTime() - clock.now().getTime()) / 1000);
        const trouble = { text: language.text("accountPage.tooMany", { wait }) };
        return answerForm(c, language, link, { email, trouble }, 429);
      }
      case "busy":
        return answerForm(
          c,
          language,
          link,
          { email, trouble: { text: language.text("accountPage.busy") } },
          503,
        );
      default:
        return unreachable(refused);
    }
  }

  function answerLinked(
    c: Context,
    language: Localizer,
    link: SignInFound,
    email: string,
  ): Promise<Response> {
    const done = language.text("accountPage.linkedText", { name: link.chat.firstName, email });
    return answerPage(
      c,
      { languages, language },
      {
        title: language.text("accountPage.linkedTitle"),
        body: message([done], { href: chatUrl(), label: language.text("payPage.back") }),
      },
    );
  }

  /** The same for a link that never was, and for one whose time is over. */
  function answerEnded(c: Context, language: Localizer, used: boolean): Promise<Response> {
    return answerPage(
      c,
      { languages, language },
      {
        title: language.text(used ? "accountPage.usedTitle" : "accountPage.deadTitle"),
        body: message([language.text(used ? "accountPage.signInUsed" : "accountPage.signInDead")], {
          href: chatUrl(),
          label: language.text("payPage.back"),
        }),
        status: used ? 410 : 404,
      },
    );
  }
}
