import { Hono } from "hono";
import type { Carrier } from "../ports/carrier.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { AskSoon } from "../use-cases/nudge/poll-carriers.ts";
import type { ReportUsage } from "../use-cases/report-usage.ts";

/**
 * `POST /webhooks/carriers/:carrier`: what a carrier's network reports. Answered when it is booked, so that
 * what is lost with the process is sent again: 200 with counts, 400 with what is wrong with it, 401 when it
 * is not signed well, 404 for a carrier that reports nothing here.
 */
export function carrierWebhook(deps: {
  carriers: ReadonlyMap<string, Carrier>;
  reportUsage: ReportUsage;
  askSoon: AskSoon;
  clock: Clock;
  log: Log;
}): Hono {
  const { carriers, reportUsage, askSoon, clock, log } = deps;
  return new Hono().post("/webhooks/carriers/:carrier", async (c) => {
    const carrier = carriers.get(c.req.param("carrier"));
    if (!carrier?.readWebhook) return c.json({ error: "No such carrier" }, 404);
    const reading = carrier.readWebhook({
      body: new Uint8Array(await c.req.arrayBuffer()),
      header: (name) => c.req.header(name),
      now: clock.now(),
    });
    switch (reading.type) {
      case "unsigned":
        log.warn({ carrier: carrier.name }, "Carrier report with a bad signature");
        return c.json({ error: "The signature does not hold, or is older than five minutes" }, 401);
      case "malformed":
        log.warn({ carrier: carrier.name, reasons: reading.reasons }, "Carrier report that cannot be read");
        return c.json({ error: "The report cannot be read", reasons: reading.reasons }, 400);
      case "usage":
        return c.json(await reportUsage(carrier.name, reading.events));
      case "changed":
        return c.json(await askSoon(carrier.name, reading.iccids));
    }
  });
}
