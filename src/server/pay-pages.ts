import { randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import { escapeHtml, type Languages, type Localizer } from "../i18n/localizer.ts";
import type { NudgePayment } from "../use-cases/nudge-payment.ts";

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

  function page(c: Context, outcome: "done" | "canceled"): Response {
    const language = languages.in(c.req.query("lang") ?? languages.defaultLocale);
    const nonce = randomBytes(16).toString("base64");
    c.header(
      "content-security-policy",
      `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    c.header("cache-control", "no-store");
    c.header("referrer-policy", "no-referrer");
    c.header("x-content-type-options", "nosniff");
    return c.body(render(language, outcome, { nonce, link: chatUrl() }), 200, {
      "content-type": "text/html; charset=utf-8",
    });
  }
}

function render(
  language: Localizer,
  outcome: "done" | "canceled",
  { nonce, link }: { nonce: string; link: string },
): string {
  const text = (key: "Title" | "Text") => escapeHtml(language.text(`payPage.${outcome}${key}`));
  return `<!doctype html>
<html lang="${language.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${text("Title")}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
<h1>${text("Title")}</h1>
<p>${text("Text")}</p>
<a href="${escapeHtml(link)}">${escapeHtml(language.text("payPage.back"))}</a>
</main>
</body>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #17212b; --paper: #f4f6f8; --card: #ffffff; --link: #1c6ea4; --on-link: #ffffff }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8edf2; --paper: #0e1621; --card: #17212b; --link: #62b5ee; --on-link: #0e1621 }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 1.25rem;
  background: var(--paper); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif }
main { width: 100%; max-width: 26rem; padding: 2rem 1.5rem; border-radius: 1rem; background: var(--card); text-align: center }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25 }
p { margin: 0 0 1.5rem }
a { display: block; padding: .875rem 1rem; border-radius: .75rem; background: var(--link); color: var(--on-link);
  font-weight: 600; text-decoration: none }
a:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px }
`;
