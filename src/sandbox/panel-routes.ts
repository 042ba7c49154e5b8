import { Hono } from "hono";
import { z } from "zod";
import type { Mailbox } from "./contracts.ts";
import { bodyOf } from "./page-guard.ts";
import type { Panel } from "./panel.ts";

const dayMs = 24 * 60 * 60 * 1000;

const usage = z.object({
  iccid: z.string().min(1),
  kind: z.enum(["data", "voice", "sms"]),
  amount: z.int().positive(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
});
const time = z.object({
  ms: z
    .int()
    .positive()
    .max(366 * dayMs),
});
const carrier = z.object({ mood: z.enum(["ok", "slow", "down"]) });
const mail = z.object({ mood: z.enum(["ok", "refuses", "down"]) });
const webhooks = z.object({ mood: z.enum(["normal", "doubled", "late", "lost"]) });
const fault = z.object({ code: z.literal([429, 500]) });
const settle = z.object({ sessionId: z.string().min(1), outcome: z.enum(["succeeded", "failed"]) });

export interface PanelRoutesDeps {
  panel: Panel;
  mailbox: Mailbox;
  onPanelChange(): void;
  onMailsChange(): void;
}

/** The control panel and the mailbox: `/panel/…`, `/mails/…`. Each change is told to every open page. */
export function panelRoutes({ panel, mailbox, onPanelChange, onMailsChange }: PanelRoutesDeps): Hono {
  const routes = new Hono();

  routes.post("/panel/*", async (_c, next) => {
    await next();
    onPanelChange();
  });

  routes.post("/panel/refresh", (c) => c.json({}));

  routes.post("/panel/usage", async (c) => c.json(await panel.use(await bodyOf(c, usage))));

  routes.post("/panel/time", async (c) => {
    await panel.letPass((await bodyOf(c, time)).ms);
    return c.json({});
  });

  routes.post("/panel/carrier", async (c) => {
    panel.setCarrier((await bodyOf(c, carrier)).mood);
    return c.json({});
  });

  routes.post("/panel/mail", async (c) => {
    panel.setMail((await bodyOf(c, mail)).mood);
    return c.json({});
  });

  routes.post("/panel/webhooks", async (c) => {
    panel.setWebhooks((await bodyOf(c, webhooks)).mood);
    return c.json({});
  });

  routes.post("/panel/fault", async (c) => {
    panel.failOnce((await bodyOf(c, fault)).code);
    return c.json({});
  });

  routes.post("/panel/settle", async (c) => {
    const { sessionId, outcome } = await bodyOf(c, settle);
    await panel.settle(sessionId, outcome);
    return c.json({});
  });

  routes.post("/mails/clear", (c) => {
    mailbox.clear();
    onMailsChange();
    return c.json({});
  });

  routes.get("/mails/:id/html", (c) => {
    const html = mailbox.mails().find((shown) => shown.id === c.req.param("id"))?.html;
    if (html === undefined) return c.notFound();
    // Shown in a frame of the page: no scripts, nothing loaded from outside, links open elsewhere.
    return c.body(`<base target="_blank">${html}`, 200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; " +
        "sandbox allow-popups allow-popups-to-escape-sandbox",
    });
  });

  return routes;
}
