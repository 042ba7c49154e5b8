import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { Pool } from "undici";
import { cpuMs } from "./usage.ts";

export interface Target {
  /** Where updates are posted. */
  url: string;
  pid: number;
}

export interface Throughput {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** The bot's time on a core for one update; unlike the rest it hardly depends on what else runs. */
  cpuMicrosPerUpdate: number | undefined;
}

export interface Steadiness {
  p50Ms: number;
  p99Ms: number;
  p999Ms: number;
}

const CONNECTIONS = 64;
const SECRET = "webhook-secret-of-the-bench";
export const webhookSecret = SECRET;

/** Posts updates to a webhook over 64 connections that stay open. */
export function createLoad(target: Target) {
  const { origin, pathname } = new URL(target.url);
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1, keepAliveTimeout: 60_000 });
  const headers = { "content-type": "application/json", "x-telegram-bot-api-secret-token": SECRET };

  async function post(update: string): Promise<void> {
    const { statusCode, body } = await pool.request({
      path: pathname,
      method: "POST",
      headers,
      body: update,
    });
    await body.dump();
    if (statusCode !== 200) throw new Error(`The webhook answered ${statusCode}`);
  }

  return {
    post,
    /** As fast as it goes: each connection posts the next update when the last was answered. */
    async flatOut(nextUpdate: () => string, ms: number): Promise<Throughput> {
      const latencies: number[] = [];
      const cpuBefore = cpuMs(target.pid);
      const begin = performance.now();
      const end = begin + ms;
      await Promise.all(
        Array.from({ length: CONNECTIONS }, async () => {
          while (performance.now() < end) {
            const from = performance.now();
            await post(nextUpdate());
            latencies.push(performance.now() - from);
          }
        }),
      );
      const took = performance.now() - begin;
      const cpuAfter = cpuMs(target.pid);
      const { p50Ms, p99Ms } = percentiles(latencies);
      const cpu = cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore;
      return {
        perSecond: (latencies.length / took) * 1000,
        p50Ms,
        p99Ms,
        cpuMicrosPerUpdate: cpu && (cpu * 1000) / latencies.length,
      };
    },
    /** So many a second, whether or not earlier ones were answered. */
    async steadily(nextUpdate: () => string, perSecond: number, ms: number): Promise<Steadiness> {
      const latencies: number[] = [];
      const underWay: Promise<void>[] = [];
      const begin = performance.now();
      for (let sent = 0; sent < (perSecond * ms) / 1000; sent++) {
        const due = begin + (sent * 1000) / perSecond;
        const early = due - performance.now();
        if (early > 0) await delay(early);
        const from = performance.now();
        underWay.push(post(nextUpdate()).then(() => void latencies.push(performance.now() - from)));
      }
      await Promise.all(underWay);
      return percentiles(latencies);
    },
    close: () => pool.close(),
  };
}

export type Load = ReturnType<typeof createLoad>;

export function percentiles(values: number[]): Steadiness {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99), p999Ms: at(0.999) };
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
