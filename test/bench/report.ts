import { availableParallelism, cpus, totalmem } from "node:os";
import type { ConfirmationReport } from "./confirmation.ts";
import type { IntakeReport } from "./intake.ts";
import type { StartReport } from "./start.ts";
import type { CostOfOne } from "./statements.ts";
import type { LoadPlan, LoadReport } from "./throughput.ts";

export interface Report {
  machine: string;
  /** Share of the machine that others used before anything began; undefined where it cannot be known. */
  busyBefore: number | undefined;
  plan: LoadPlan;
  load: LoadReport[];
  cost: ({ place: string } & CostOfOne)[];
  confirmation: ConfirmationReport[];
  intake: IntakeReport[];
  start: StartReport[];
}

export const machine = () =>
  `${availableParallelism()} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;

const RATIO_GOALS: Record<string, number> = { a: 1, b: 0.7 };
const STEADY_P99_GOAL_MS = 30;
const START_GOAL_MS = 2_000;
const RESIDENT_GOAL_MB: Record<string, number> = { PGlite: 350, PostgreSQL: 200 };
const STATEMENTS_GOAL = 2;
const CALLS_GOAL = 1;
const CONFIRMATION_GOAL_MS = 2_000;

/** The whole run as text, each figure with its goal. */
export function render(report: Report): string {
  const { plan } = report;
  return [
    `${report.machine}${busyness(report.busyBefore)}`,
    "The bot, the bare bots, Telegram's stand-in and the load are a process each; PostgreSQL has its own. They",
    "share the cores above. Every figure is the median of the rounds; × is beside bare grammY in the same round.",
    ...report.load.flatMap((load) => [
      "",
      `${load.place}: updates a second as fast as they go, 64 connections, ${plan.rounds} rounds of ${plan.roundMs / 1000} s`,
      table(
        ["", "updates/s", "p50 ms", "p99 ms", "core µs/update", "× grammY", "goal"],
        load.flatOut.map((line) => [
          line.name,
          line.perSecond.toFixed(0),
          line.p50Ms.toFixed(1),
          line.p99Ms.toFixed(1),
          line.cpuMicrosPerUpdate?.toFixed(0) ?? "",
          line.ratio.toFixed(2),
          atLeast(line.ratio, RATIO_GOALS[line.name[1]!]),
        ]),
      ),
      "",
      `${load.place}: a steady ${plan.steadyPerSecond} updates a second for ${plan.steadyMs / 1000} s`,
      table(
        ["", "p50 ms", "p99 ms", "p99.9 ms", "goal for p99"],
        load.steady.map((line) => [
          line.name,
          line.p50Ms.toFixed(1),
          line.p99Ms.toFixed(1),
          line.p999Ms.toFixed(1),
          atMost(line.p99Ms, STEADY_P99_GOAL_MS, "ms"),
        ]),
      ),
    ]),
    "",
    "One /balance",
    table(
      ["", "SQL statements", "goal", "Bot API calls", "goal"],
      report.cost.map(({ place, statements, calls }) => [
        place,
        String(statements),
        atMost(statements, STATEMENTS_GOAL),
        String(calls),
        atMost(calls, CALLS_GOAL),
      ]),
    ),
    "",
    "From the payment to “Renewed” in the chat, one order at a time",
    table(
      ["", "orders", "p50 ms", "p99 ms", "goal for p99"],
      report.confirmation.map(({ place, orders, p50Ms, p99Ms }) => [
        place,
        String(orders),
        p50Ms.toFixed(0),
        p99Ms.toFixed(0),
        atMost(p99Ms, CONFIRMATION_GOAL_MS, "ms"),
      ]),
    ),
    "",
    "Payment news verified, stored with its job and answered, beside verifying and inserting alone",
    table(
      ["", "events/s", "limit events/s", "share"],
      report.intake.map(({ place, perSecond, limitPerSecond }) => [
        place,
        perSecond.toFixed(0),
        limitPerSecond.toFixed(0),
        (perSecond / limitPerSecond).toFixed(2),
      ]),
    ),
    "",
    "Start to ready, and resident memory of the bot's process (a server's own is not counted)",
    table(
      ["", "ready ms", "goal", "MB then", "goal", "MB after load", "goal"],
      report.start.map(({ name, readyMs, residentMb }) => {
        const place = name.split(",")[0]!;
        const after = report.load.find((load) => load.place === place)?.residentAfterLoadMb;
        const goal = RESIDENT_GOAL_MB[place]!;
        const existing = name.includes("existing");
        return [
          name,
          readyMs.toFixed(0),
          existing ? atMost(readyMs, START_GOAL_MS, "ms") : "",
          residentMb.toFixed(0),
          atMost(residentMb, goal, "MB"),
          existing ? String(after ?? "") : "",
          existing && after ? atMost(after, goal, "MB") : "",
        ];
      }),
    ),
  ].join("\n");
}

const busyness = (share: number | undefined) =>
  share === undefined ? "" : `; ${Math.round(share * 100)} % busy with other things before the start`;

const mark = (isMet: boolean) => (isMet ? "✓" : "✗");
export const atLeast = (value: number, goal: number | undefined) =>
  goal === undefined ? "" : `${mark(value >= goal)} ≥ ${goal.toFixed(goal < 1 ? 2 : 1)}`;
export const atMost = (value: number, goal: number, unit = "") =>
  `${mark(value <= goal)} ≤ ${goal}${unit && ` ${unit}`}`;

export function table(head: string[], rows: string[][]): string {
  const widths = head.map((_title, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  const line = (row: string[]) =>
    `  ${row.map((cell, column) => (column ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join("   ")}`;
  return [head, ...rows].map(line).join("\n");
}
