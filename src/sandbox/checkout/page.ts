import { html, raw } from "hono/html";
import { amountOf, type Html, layout, methodName, shopName, summary, type View } from "./page-layout.ts";
import { fill, type PageLanguage, type PageTexts } from "./page-texts.ts";
import { cardNumbers } from "./payment-methods.ts";
import { returnUrl } from "./payments.ts";
import type { ChargeRecord } from "./state.ts";

/** What went wrong just before the page is shown again. */
export const problems = [
  "declined",
  "insufficient_funds",
  "unknown_card",
  "not_offered",
  "paypal_failed",
  "paypal_canceled",
  "alipay_failed",
  "alipay_canceled",
] as const;
export type Problem = (typeof problems)[number];
export type Wallet = "paypal" | "alipay";

/** The page of an open session: every way to pay, and the way back. */
export function payPage(view: View, shown: { card?: string; problem?: Problem }): Html {
  const { session, language } = view;
  const { texts } = language;
  const base = `/c/pay/${session.id}`;
  const wallets = (["paypal", "alipay"] as const).filter((wallet) => session.methods.includes(wallet));
  const card = session.methods.includes("card");
  const bank = session.methods.some((method) => !["card", "paypal", "alipay"].includes(method));
  const problem = shown.problem
    ? html`<p class="problem" role="alert">${problemText(texts, shown.problem)}</p>`
    : "";
  const walletButtons = wallets.map(
    (wallet) => html`<a class="button ${wallet}" href="${base}/${wallet}">${methodName(wallet, texts)}</a>`,
  );
  const bankForm = html`<form method="post" action="${base}/bank">
    <button class="quiet">${texts.bank}</button>
    <p class="note">${texts.bankNote}</p>
  </form>`;
  return layout(language, {
    title: `${fill(texts.pay, { amount: amountOf(view) })} · ${shopName}`,
    columns: "two",
    backUrl: session.cancelUrl,
    body: html`${summary(view)}
    <section class="card">
      ${problem}
      ${wallets.length > 0 ? html`<div class="wallets">${walletButtons}</div>` : ""}
      ${wallets.length > 0 && card ? html`<div class="or">${texts.orCard}</div>` : ""}
      ${card ? cardForm(view, base, shown.card ?? cardNumbers.good) : ""}
      ${bank ? bankForm : ""}
    </section>`,
  });
}

function cardForm(view: View, base: string, number: string): Html {
  const { texts } = view.language;
  const picks = (
    [
      [cardNumbers.good, texts.picksPay],
      [cardNumbers.declined, texts.picksDeclined],
      [cardNumbers.insufficient_funds, texts.picksFunds],
    ] as const
  ).map(([pick, label]) => {
    const current = pick === number ? raw(' aria-current="true"') : "";
    return html`<li><a href="${base}?card=${pick}"${current}>${label}<small>···· ${pick.slice(-4)}</small></a></li>`;
  });
  return html`<form method="post" action="${base}/card">
    <label>${texts.cardNumber}
      <input name="number" inputmode="numeric" autocomplete="off" required maxlength="23"
        value="${number.replace(/\d{4}(?=\d)/g, "$& ")}">
    </label>
    <div class="picks"><span>${texts.picks}</span><ul>${picks}</ul></div>
    <div class="pair">
      <label>${texts.expiry}<input name="expiry" inputmode="numeric" autocomplete="off" value="12 / 34"></label>
      <label>CVC<input name="cvc" inputmode="numeric" autocomplete="off" maxlength="4" value="123"></label>
    </div>
    <label>${texts.email}
      <input type="email" name="email" autocomplete="off"
        value="${view.session.customerEmail ?? "traveller@example.com"}">
    </label>
    <button>${fill(texts.pay, { amount: amountOf(view) })}</button>
  </form>`;
}

/** Where PayPal or Alipay would ask the customer: authorise, fail or cancel. */
export function walletPage(view: View, wallet: Wallet): Html {
  const { texts } = view.language;
  const method = methodName(wallet, texts);
  const amount = amountOf(view);
  const outcome = (value: string, label: string, style: string) =>
    html`<button name="outcome" value="${value}" class="${style}">${label}</button>`;
  return layout(view.language, {
    title: fill(texts.walletTitle, { method }),
    body: html`<section class="card">
      <h1 class="words">${fill(texts.walletTitle, { method })}</h1>
      <p>${fill(texts.walletAsk, { shop: shopName, amount })}</p>
      <form method="post" action="/c/pay/${view.session.id}/${wallet}">
        ${outcome("authorized", fill(texts.authorize, { amount }), wallet)}
        ${outcome("failed", texts.fail, "quiet")}
        ${outcome("canceled", texts.cancel, "quiet")}
      </form>
    </section>`,
  });
}

/** The page of a session that can no longer be paid: paid, promised, unpaid by the bank, or expired. */
export function endPage(view: View, intentStatus: string | undefined): Html {
  const { session, language } = view;
  const { texts } = language;
  const amount = amountOf(view);
  const end = (title: string, text: string, url: string, extra: Html | string = "") =>
    layout(language, {
      title,
      body: html`<section class="card">
        <h1 class="words">${title}</h1>
        <p>${fill(text, { amount })}</p>
        ${extra}
        <a class="button quiet" href="${url}">${texts.back}</a>
      </section>`,
    });
  if (session.status === "expired") return end(texts.expiredTitle, texts.expiredText, session.cancelUrl);
  if (session.paymentStatus === "paid") return end(texts.paidTitle, texts.paidText, returnUrl(session));
  if (intentStatus !== "processing") return end(texts.failedTitle, texts.failedText, session.cancelUrl);
  const decide = html`<form method="post" action="/c/pay/${session.id}/settle">
    <button name="outcome" value="succeeded">${texts.settleGood}</button>
    <button name="outcome" value="failed" class="quiet">${texts.settleBad}</button>
  </form>`;
  return end(texts.pendingTitle, texts.pendingText, returnUrl(session), decide);
}

/** The provider's own receipt, where `receipt_url` leads. */
export function receiptPage(view: View, charge: ChargeRecord): Html {
  const { texts, tag } = view.language;
  const paidAt = new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  const refunded =
    charge.amountRefunded > 0
      ? html`<dt>${texts.refunded}</dt><dd>${amountOf(view, charge.amountRefunded)}</dd>`
      : "";
  return layout(view.language, {
    title: `${texts.receipt} · ${shopName}`,
    body: html`${summary(view)}
    <section class="card">
      <h2>${texts.receipt}</h2>
      <dl>
        <dt>${texts.total}</dt><dd>${amountOf(view)}</dd>
        ${refunded}
        <dt>${texts.paidWith}</dt><dd>${methodName(charge.method, texts)} ${charge.last4 ?? ""}</dd>
        <dt>UTC</dt><dd>${paidAt.format(charge.created * 1000)}</dd>
        <dt>ID</dt><dd>${charge.id}</dd>
      </dl>
    </section>`,
  });
}

/** For links that lead nowhere. */
export function notFoundPage(language: PageLanguage): Html {
  const title = language.texts.notFound;
  return layout(language, {
    title,
    body: html`<section class="card"><h1 class="words">${title}</h1></section>`,
  });
}

function problemText(texts: PageTexts, problem: Problem): string {
  switch (problem) {
    case "declined":
      return texts.declined;
    case "insufficient_funds":
      return texts.insufficientFunds;
    case "unknown_card":
      return texts.unknownCard;
    case "not_offered":
      return texts.notOffered;
    case "paypal_failed":
      return fill(texts.walletFailed, { method: methodName("paypal", texts) });
    case "paypal_canceled":
      return fill(texts.walletCanceled, { method: methodName("paypal", texts) });
    case "alipay_failed":
      return fill(texts.walletFailed, { method: methodName("alipay", texts) });
    case "alipay_canceled":
      return fill(texts.walletCanceled, { method: methodName("alipay", texts) });
  }
}
