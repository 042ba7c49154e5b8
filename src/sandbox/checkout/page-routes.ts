import { type Context, Hono } from "hono";
import {
  endPage,
  notFoundPage,
  type Problem,
  payPage,
  problems,
  receiptPage,
  type Wallet,
  walletPage,
} from "./page.ts";
import type { View } from "./page-layout.ts";
import { pageLanguage } from "./page-texts.ts";
import type { Attempt, Payments } from "./payments.ts";
import { intentOf, sessionOf } from "./render.ts";
import type { CheckoutState } from "./state.ts";

/** The hosted page under `/c/`: plain forms, every POST answers with a redirect. */
export function createPageRoutes({ state, payments }: { state: CheckoutState; payments: Payments }): Hono {
  const app = new Hono();

  app.use("/c/*", async (c, next) => {
    await next();
    c.header("cache-control", "no-store");
    // Not `form-action`: it would also forbid the redirect back to the shop.
    c.header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    c.header("referrer-policy", "no-referrer");
  });

  app.get("/c/pay/:session", (c) => {
    const view = viewOf(c);
    if (!view) return missing(c);
    if (view.session.status !== "open") return c.html(endPage(view, intentStatus(view)));
    const problem = problems.find((one) => one === c.req.query("problem"));
    const card = c.req.query("card")?.replace(/\D/g, "").slice(0, 19);
    return c.html(payPage(view, { problem, card: card || undefined }));
  });

  app.post("/c/pay/:session/card", async (c) => {
    const form = await c.req.parseBody();
    const number = String(form.number ?? "").replace(/\D/g, "");
    return attempt(c, { method: "card", number, email: emailOf(form.email) });
  });

  for (const wallet of ["paypal", "alipay"] as const) {
    app.get(`/c/pay/:session/${wallet}`, (c) => {
      const view = viewOf(c);
      if (!view) return missing(c);
      if (view.session.status !== "open") return c.redirect(`/c/pay/${view.session.id}`, 303);
      return c.html(walletPage(view, wallet));
    });
    app.post(`/c/pay/:session/${wallet}`, async (c) => {
      const { outcome } = await c.req.parseBody();
      const chosen = outcome === "failed" || outcome === "canceled" ? outcome : "authorized";
      return attempt(c, { method: wallet, outcome: chosen });
    });
  }

  app.post("/c/pay/:session/bank", (c) => attempt(c, { method: "delayed" }));

  app.post("/c/pay/:session/settle", async (c) => {
    const view = viewOf(c);
    if (!view) return missing(c);
    const { outcome } = await c.req.parseBody();
    payments.settle(view.session, outcome === "failed" ? "failed" : "succeeded");
    return c.redirect(`/c/pay/${view.session.id}`, 303);
  });

  app.get("/c/receipt/:charge", (c) => {
    const charge = state.charges.get(c.req.param("charge"));
    if (charge?.status !== "succeeded") return missing(c);
    const session = sessionOf(state, intentOf(state, charge));
    return c.html(receiptPage({ session, language: languageOf(c, session.locale) }, charge));
  });

  app.notFound(missing);
  return app;

  function attempt(c: Context, tried: Attempt): Response | Promise<Response> {
    const view = viewOf(c);
    if (!view) return missing(c);
    const result = payments.attempt(view.session, tried);
    const page = `/c/pay/${view.session.id}`;
    const again = (problem: Problem) => {
      const card = tried.method === "card" ? `&card=${tried.number.slice(0, 19)}` : "";
      return c.redirect(`${page}?problem=${problem}${card}`, 303);
    };
    switch (result.type) {
      case "complete":
        return c.redirect(result.returnUrl, 303);
      case "not-open":
        return c.redirect(page, 303);
      case "not-offered":
        return again("not_offered");
      case "unknown-card":
        return again("unknown_card");
      case "declined":
        return again(problemOf(tried, result.error.declineCode));
    }
  }

  function viewOf(c: Context): View | undefined {
    payments.expireDue();
    const session = state.sessions.get(c.req.param("session") ?? "");
    return session && { session, language: languageOf(c, session.locale) };
  }

  function intentStatus({ session }: View): string | undefined {
    return session.paymentIntentId ? state.intents.get(session.paymentIntentId)?.status : undefined;
  }
}

function problemOf(tried: Attempt, declineCode: string | null): Problem {
  if ("outcome" in tried) {
    const wallet: Wallet = tried.method;
    return tried.outcome === "canceled" ? `${wallet}_canceled` : `${wallet}_failed`;
  }
  return declineCode === "insufficient_funds" ? "insufficient_funds" : "declined";
}

function languageOf(c: Context, locale: string | null) {
  return pageLanguage(locale, c.req.header("accept-language") ?? null);
}

function missing(c: Context): Response | Promise<Response> {
  return c.html(notFoundPage(languageOf(c, null)), 404);
}

function emailOf(value: unknown): string | undefined {
  return typeof value === "string" && /^[^\s@]+@[^\s@]+$/.test(value.trim()) ? value.trim() : undefined;
}
