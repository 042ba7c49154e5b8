import { getConnInfo } from "@hono/node-server/conninfo";
import { Hono } from "hono";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { ReadBacklog } from "../use-cases/read-backlog.ts";
import { sameText } from "./telegram-webhook.ts";

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/**
 * `GET /metrics` for Prometheus: the process, and what waits (orders by status, notices, jobs). Answers
 * this machine, and from elsewhere whoever knows `METRICS_TOKEN`. What waits is counted when it is asked for.
 */
export function metrics(deps: { token: string | undefined; readBacklog: ReadBacklog }): Hono {
  const { token, readBacklog } = deps;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const orders = gauge("travel_sim_open_orders", "Orders that are not at their end, by status", ["status"]);
  const held = gauge("travel_sim_held_orders", "Orders that wait for a human");
  const notices = gauge("travel_sim_waiting_notices", "Messages that are due and not delivered");
  const oldest = gauge("travel_sim_oldest_notice_seconds", "How long the oldest of them has been due");
  const jobs = gauge("travel_sim_waiting_jobs", "Jobs that are due and not done, by queue", ["queue"]);

  return new Hono().get("/metrics", async (c) => {
    const isLocal = LOOPBACK.test(getConnInfo(c).remote.address ?? "") && !c.req.header("x-forwarded-for");
    const bearer = c.req.header("authorization")?.replace(/^Bearer /, "") ?? "";
    if (!isLocal && !(token && sameText(bearer, token))) return c.text("Not found", 404);

    const backlog = await readBacklog();
    for (const metric of [orders, jobs]) metric.reset();
    for (const { status, count } of backlog.openOrders) orders.set({ status }, count);
    for (const { queue, count } of backlog.waitingJobs) jobs.set({ queue }, count);
    held.set(backlog.heldOrders);
    notices.set(backlog.waitingNotices);
    oldest.set(backlog.oldestNoticeSeconds);
    return c.text(await registry.metrics(), 200, { "content-type": registry.contentType });
  });
}
