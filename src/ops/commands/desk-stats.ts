import { createReadDeskStats } from "../../use-cases/support/read-desk-stats.ts";
import type { OpsDeps, Output } from "../command.ts";
import { moment } from "./wording.ts";

/** How customers were looked after: what waits, and how long it took. */
export async function printDeskStats(
  deps: Pick<OpsDeps, "database" | "clock">,
  output: Output,
): Promise<void> {
  const stats = await createReadDeskStats(deps)();
  const { waiting, active, opened, unheard, firstAnswerMs, closedAfterMs, ratings } = stats;
  const since = waiting.oldest ? `, the longest since ${moment(waiting.oldest)}` : "";
  output.line("Support (last 24 hours · 7 days · 30 days)");
  output.line(`  waiting           ${waiting.tickets}${since}`);
  output.line(`  with an agent     ${active}`);
  const line = <Value>(
    name: string,
    { day, week, month }: { day: Value; week: Value; month: Value },
    word: (value: Value) => string,
  ) => output.line(`  ${name.padEnd(20)}${[day, week, month].map(word).join(" · ")}`);
  line("opened", opened, String);
  line("first answer after", firstAnswerMs, length);
  line("closed after", closedAfterMs, length);
  line("rated", ratings, ({ average, given }) =>
    average === null ? "–" : `${average.toFixed(1)} (${given})`,
  );
  if (unheard.month > 0) line("asked in vain", unheard, String);
}

function length(ms: number | null): string {
  if (ms === null) return "–";
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
}
