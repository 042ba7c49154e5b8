import type { ChaosReport } from "./run.ts";
import type { Finding, Verdict } from "./verdict.ts";

/** The figures that must be nought, by the words they are printed with. */
export const zeros = (
  verdict: Verdict,
  crashes: number,
): [name: string, count: number, findings: Finding[]][] => [
  ["paid orders lost", verdict.lost.length, verdict.lost],
  ["renewals applied twice", verdict.appliedTwice.length, verdict.appliedTwice],
  ["money kept for nothing", verdict.keptForNothing.length, verdict.keptForNothing],
  ["customers without a final message", verdict.untold.length, verdict.untold],
  ["renewals given away", verdict.givenAway.length, verdict.givenAway],
  ["amounts booked wrongly", verdict.wrongBooks.length, verdict.wrongBooks],
  ["ends of the process that nobody caused", crashes, []],
];

export const holds = ({ verdict, crashes }: ChaosReport): boolean =>
  zeros(verdict, crashes).every(([, count]) => count === 0);

const MOST_FINDINGS = 20;
const MOST_TRACES = 5;

export function toText(report: ChaosReport): string {
  const { verdict, options, counts, errors, crashes } = report;
  const starts = report.startedInMs.toSorted((a, b) => a - b);
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const lines = [
    `Chaos on ${report.place}, seed ${options.seed}`,
    `  ${verdict.orders} orders by ${options.people} people, ${verdict.paidOrders} of them paid with ${verdict.payments} payments (${verdict.surplusPayments} surplus)`,
    `  shopping ${seconds(report.shoppingMs)}, coming to rest ${seconds(report.settlingMs)}; the clock moved by ${(report.skippedMs / 3_600_000).toFixed(1)} h; a start takes ${seconds(starts[Math.floor(starts.length / 2)] ?? 0)}`,
    `  in the end: ${list(verdict.ordersByStatus)}; ${verdict.heldAndReported} with a human who was told`,
    "",
    ...[...counts]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([name, count]) => `  ${String(count).padStart(6)}  ${name}`),
    "",
    ...(errors.size > 0 ? [`  logged errors: ${list(errors)}`] : []),
    `  stopped with exit code ${report.exitCode}; log: ${report.logFile}`,
    "",
  ];
  for (const [name, count, findings] of zeros(verdict, crashes)) {
    lines.push(`  ${String(count).padStart(6)}  ${name}`);
    for (const { number, what } of findings.slice(0, MOST_FINDINGS))
      lines.push(`            ${number}: ${what}`);
  }
  for (const [number, history] of [...verdict.traces].slice(0, MOST_TRACES)) {
    lines.push("", `  ${number}`, ...history.split("\n").map((line) => `    ${line}`));
  }
  return lines.join("\n");
}

const list = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([name, count]) => `${count} ${name}`).join(", ");
