import { html, raw } from "hono/html";
import { formatAmount } from "./currencies.ts";
import { pageStyle } from "./page-style.ts";
import { fill, type PageLanguage, type PageTexts } from "./page-texts.ts";
import type { PaymentMethod, SessionRecord } from "./state.ts";

export type Html = ReturnType<typeof html>;

/** A session in the language of the person who looks at it. */
export interface View {
  session: SessionRecord;
  language: PageLanguage;
}

export const shopName = "Travel SIM";

/** An amount of the session as its reader writes it; by default the total. */
export function amountOf({ session, language }: View, amountMinor = session.amountTotal): string {
  return formatAmount(amountMinor, session.currency, language.tag);
}

/** What people call the method. */
export function methodName(method: PaymentMethod, texts: PageTexts): string {
  switch (method) {
    case "card":
      return "Visa";
    case "paypal":
      return "PayPal";
    case "alipay":
      return texts.alipay;
    default:
      return texts.bank;
  }
}

/** The frame of every page: nothing is fetched from anywhere, nothing needs scripts. */
export function layout(
  language: PageLanguage,
  page: { title: string; columns?: "two"; backUrl?: string; body: Html },
): Html {
  const { texts } = language;
  const back =
    page.backUrl === undefined
      ? html`<span></span>`
      : html`<a class="back" href="${page.backUrl}"><span aria-hidden="true">←</span>${texts.back}</a>`;
  return html`<!doctype html>
<html lang="${language.htmlLang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.title}</title>
<link rel="icon" href="data:,">
<style>${raw(pageStyle)}</style>
</head>
<body>
<main class="${page.columns ?? "one"}">
<header>${back}<span class="badge">${texts.testMode}</span></header>
${page.body}
<footer>${texts.testNote}</footer>
</main>
</body>
</html>`;
}

/** Who asks for how much, and for what. */
export function summary(view: View): Html {
  const { session, language } = view;
  const items = session.lineItems.map((item) => {
    const notes = [
      item.description,
      item.quantity > 1 ? fill(language.texts.quantity, { n: String(item.quantity) }) : null,
    ].filter((note) => note !== null);
    return html`<li>
      <span>${item.name}${notes.map((note) => html`<small>${note}</small>`)}</span>
      <span class="amount">${amountOf(view, item.unitAmount * item.quantity)}</span>
    </li>`;
  });
  return html`<section>
    <p class="shop">${shopName}</p>
    <h1>${amountOf(view)}</h1>
    <ul class="items">${items}</ul>
  </section>`;
}
