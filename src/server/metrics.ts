import { getConnInfo } from "@hono/node-server/conninfo";
import { Hono } from "hono";
import type { ReadBacklog } from "../use-cases/read-backlog.ts";
import { sameText } from "./telegram-webhook.ts";

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/**
 * `GET /metrics` for Prometheus: the process, and what waits (orders by status, notices, jobs). Answers
 * this machine, and from elsewhere whoever knows `METRICS_TOKEN`. What waits is counted when it is asked for.
 */
export function metrics(deps: { token: string | undefined; readBacklog: ReadBacklog }): Hono {
  const { token, readBacklog } = deps;
  let opened: ReturnType<typeof openRegistry> | undefined;

  return new Hono().get("/metrics", async (c) => {
    const isLocal = LOOPBACK.test(getConnInfo(c).remote.address ?? "") && !c.req.header("x-forwarded-for");
    const bearer = c.req.header("authorization")?.replace(/^Bearer /, "") ?? "";
    if (!isLocal && !(token && sameText(bearer, token))) return c.text("Not found", 404);

    opened ??= openRegistry();
    const { registry, orders, held, notices, oldest, jobs } = await opened;
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

/** With the first look: an installation that nobody measures loads and counts nothing. */
async function openRegistry() {
  const { collectDefaultMetrics, Gauge, Registry } = await import("prom-client");
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  return {
    registry,
    orders: gauge("travel_sim_open_orders", "Orders that are not at their end, by status", ["status"]),
    held: gauge("travel_sim_held_orders", "Orders that wait for a human"),
    notices: gauge("travel_sim_waiting_notices", "Messages that are due and not delivered"),
    oldest: gauge("travel_sim_oldest_notice_seconds", "How long the oldest of them has been due"),
    jobs: gauge("travel_sim_waiting_jobs", "Jobs that are due and not done, by queue", ["queue"]),
  };
}
