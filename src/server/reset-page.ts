import { type Context, Hono } from "hono";
import { LONGEST_PASSWORD, normalizePassword, SHORTEST_PASSWORD } from "../domain/password.ts";
import { unreachable } from "../domain/result.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { ResetFound } from "../use-cases/password/find-reset.ts";
import type { SetPasswordRefused } from "../use-cases/password/set-password.ts";
import { message, resetForm, type Trouble } from "./account-forms.ts";
import type { AccountPagesDeps } from "./account-pages-deps.ts";
import { formOf, fromOwnPage } from "./form.ts";
import { answerPage, languageOfPage } from "./page.ts";

/** `/account/reset/:token`: sets a new password with a link from the mailbox. */
export function resetPage(deps: AccountPagesDeps): Hono {
  const { languages, findReset, setPassword, chatUrl } = deps;
  const path = "/account/reset/:token";

  return new Hono()
    .use(path, fromOwnPage)
    .get(path, async (c) => {
      const link = await findReset(c.req.param("token"));
      const language = languageOfPage(c, languages, link?.locale);
      if (link?.state !== "open") return answerEnded(c, language, link?.state === "used");
      return answerForm(c, language, link);
    })
    .post(path, async (c) => {
      const token = c.req.param("token");
      const link = await findReset(token);
      const language = languageOfPage(c, languages, link?.locale);
      if (link?.state !== "open") return answerEnded(c, language, link?.state === "used");

      const form = await formOf(c, ["password", "repeat"]);
      if (!form) return c.text("Not a form", 400);
      if (normalizePassword(form.password) !== normalizePassword(form.repeat)) {
        const trouble: Trouble = { text: language.text("accountPage.different"), field: "repeat" };
        return answerForm(c, language, link, trouble);
      }
      const set = await setPassword(token, form.password);
      return set.ok ? answerSet(c, language) : answerRefused(c, language, link, set.error);
    });

  function answerForm(
    c: Context,
    language: Localizer,
    { email }: ResetFound,
    trouble?: Trouble,
    status: 200 | 422 | 503 = trouble ? 422 : 200,
  ): Promise<Response> {
    return answerPage(
      c,
      { languages, language },
      {
        title: language.text("accountPage.resetTitle"),
        ...(trouble && { trouble: trouble.text }),
        body: resetForm(language, { email, shortest: SHORTEST_PASSWORD, ...(trouble && { trouble }) }),
        status,
      },
    );
  }

  function answerRefused(
    c: Context,
    language: Localizer,
    link: ResetFound,
    refused: SetPasswordRefused,
  ): Promise<Response> {
    const weak = (text: string) => answerForm(c, language, link, { text, field: "password" });
    switch (refused.type) {
      case "dead":
      case "used":
        return answerEnded(c, language, refused.type === "used");
      case "too_short":
        return weak(language.text("accountPage.tooShort", { least: SHORTEST_PASSWORD }));
      case "too_long":
        return weak(language.text("accountPage.tooLong", { most: LONGEST_PASSWORD }));
      case "common":
        return weak(language.text("accountPage.common"));
      case "email":
        return weak(language.text("accountPage.likeEmail"));
      case "busy":
        return answerForm(c, language, link, { text: language.text("accountPage.busy") }, 503);
      default:
        return unreachable(refused);
    }
  }

  function answerSet(c: Context, language: Localizer): Promise<Response> {
    return answerPage(
      c,
      { languages, language },
      {
        title: language.text("accountPage.setTitle"),
        body: message([language.text("accountPage.setText")], {
          href: chatUrl(),
          label: language.text("payPage.back"),
        }),
      },
    );
  }

  /** The same for a link that never was, for one whose time is over, and for one that a newer replaced. */
  function answerEnded(c: Context, language: Localizer, used: boolean): Promise<Response> {
    return answerPage(
      c,
      { languages, language },
      {
        title: language.text(used ? "accountPage.usedTitle" : "accountPage.deadTitle"),
        body: message([language.text(used ? "accountPage.resetUsed" : "accountPage.resetDead")], {
          href: "/account/forgot",
          label: language.text("accountPage.askAgain"),
        }),
        status: used ? 410 : 404,
      },
    );
  }
}
