import { type Context, Hono } from "hono";
import { html } from "hono/html";
import type { Languages } from "../i18n/localizer.ts";
import type { NudgePayment } from "../use-cases/nudge-payment.ts";
import { answerPage } from "./page.ts";

/**
 * `GET /pay/done` and `GET /pay/canceled`: where the checkout page returns to. They only inform, in the
 * language of `?lang=`, and lead back to Telegram; whether anything was paid is never decided here.
 */
export function payPages(deps: {
  languages: Languages;
  nudgePayment: NudgePayment;
  /** Known once the bot has started. */
  chatUrl: () => string;
}): Hono {
  const { languages, nudgePayment, chatUrl } = deps;

  return new Hono()
    .get("/pay/done", async (c) => {
      // A lost webhook must not leave the customer waiting for the reconciliation.
      const sessionId = c.req.query("session_id");
      if (sessionId) await nudgePayment(sessionId);
      return page(c, "done");
    })
    .get("/pay/canceled", (c) => page(c, "canceled"));

  function page(c: Context, outcome: "done" | "canceled"): Promise<Response> {
    const language = languages.in(c.req.query("lang") ?? languages.defaultLocale);
    return answerPage(
      c,
      { languages, language },
      {
        title: language.text(`payPage.${outcome}Title`),
        body: html`<p>${language.text(`payPage.${outcome}Text`)}</p>
<a class="button" href="${chatUrl()}">${language.text("payPage.back")}</a>`,
      },
    );
  }
}
