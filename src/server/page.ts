import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { localeForBrowser } from "../i18n/accept-language.ts";
import type { Languages, Localizer } from "../i18n/localizer.ts";
import { PAGE_STYLE } from "./page-style.ts";

/** Markup in which every value was escaped. */
export type Markup = ReturnType<typeof html>;

export interface Page {
  title: string;
  /** Said first in the title, which is the first thing that a screen reader says. */
  trouble?: string;
  body: Markup;
  /** 200 unless set. */
  status?: ContentfulStatusCode;
}

/**
 * Answers with a page that stands alone: no script, nothing from elsewhere, kept by no cache, shown in no
 * frame, and no address of it is told to anybody. Its language is the given one, and the others are a link
 * away.
 */
export async function answerPage(
  c: Context,
  { languages, language }: { languages: Languages; language: Localizer },
  page: Page,
): Promise<Response> {
  const nonce = randomBytes(16).toString("base64");
  c.header(
    "content-security-policy",
    `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  );
  c.header("cache-control", "no-store");
  c.header("referrer-policy", "no-referrer");
  c.header("x-content-type-options", "nosniff");
  c.header("x-robots-tag", "noindex, nofollow");
  c.header("cross-origin-opener-policy", "same-origin");
  c.header("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()");
  const text = await layout(language, languages, page, nonce);
  return c.body(text.toString(), page.status ?? 200, { "content-type": "text/html; charset=utf-8" });
}

/** The language that was chosen on a page, else that of the person it is for, else what the browser asks for. */
export function languageOfPage(c: Context, languages: Languages, personal?: string): Localizer {
  const chosen = c.req.query("lang") ?? "";
  if (languages.locales.includes(chosen)) return languages.in(chosen);
  const asked = localeForBrowser(c.req.header("accept-language") ?? "", languages.locales);
  return languages.in(personal ?? asked ?? languages.defaultLocale);
}

function layout(language: Localizer, languages: Languages, page: Page, nonce: string): Markup {
  const { title, trouble, body } = page;
  return html`<!doctype html>
<html lang="${language.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${trouble === undefined ? title : `${trouble} – ${title}`}</title>
<style nonce="${nonce}">${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
<nav aria-label="${language.text("accountPage.languages")}">
${languages.locales.map((locale) => languageLink(languages.in(locale), locale === language.locale))}
</nav>
</body>
</html>
`;
}

/** Leads to the same page in that language, which a browser's reader finds by its own name. */
function languageLink({ locale, text }: Localizer, current: boolean): Markup {
  const name = text("language.name");
  return current
    ? html`<span lang="${locale}" aria-current="true">${name}</span>`
    : html`<a href="?lang=${locale}" lang="${locale}" hreflang="${locale}">${name}</a>`;
}
