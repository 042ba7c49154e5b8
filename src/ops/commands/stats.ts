import { createReadNotUnderstood, type NotUnderstood } from "../../use-cases/read-not-understood.ts";
import { createReadStats, type OrderMention, type Stats } from "../../use-cases/read-stats.ts";
import type { OpsCommand, Output } from "../command.ts";
import { printDeskStats } from "./desk-stats.ts";
import { amount, moment } from "./wording.ts";

export const statsCommand: OpsCommand = {
  name: "stats",
  usage: "",
  summary: "orders, revenue and refunds of the last day, week and month, and what is stuck or held",
  values: 0,
  async run({ database, clock, settings }, _call, output) {
    const { provisionAlertAfterSeconds } = settings;
    const stats = await createReadStats({ database, clock, provisionAlertAfterSeconds })();

    output.line("Orders");
    for (const { status, orders } of stats.ordersByStatus) output.line(`  ${status.padEnd(20)}${orders}`);
    if (stats.ordersByStatus.length === 0) output.line("  none yet");

    output.line(`Orders ${PERIODS}`);
    for (const [name, { day, week, month }] of Object.entries(stats.orders)) {
      output.line(`  ${name.padEnd(20)}${day} · ${week} · ${month}`);
    }
    printTakings(`Revenue, less refunds ${PERIODS}`, stats.revenue, output);
    printTakings(`Refunds ${PERIODS}`, stats.refunds, output);

    printMentions("Stuck: paid and not delivered", stats.stuck, output);
    printMentions("Held for a human", stats.held, output);
    await printDeskStats({ database, clock }, output);
    printNotUnderstood(await createReadNotUnderstood({ database, clock })(), output);
    return 0;
  },
};

const PERIODS = "(last 24 hours · 7 days · 30 days)";

function printNotUnderstood({ guesses, texts }: NotUnderstood, output: Output): void {
  output.line(`Not understood in 30 days, by the likeliest meaning:${guesses.length === 0 ? " none" : ""}`);
  for (const { guess, times } of guesses) output.line(`  ${guess.padEnd(20)}${times}`);
  for (const { at, guess, text } of texts) output.line(`  ${moment(at)}  ${guess}: ${text}`);
}

function printTakings(title: string, rows: Stats["revenue"], output: Output): void {
  output.line(title);
  for (const { currency, ...takings } of rows) {
    const columns = [takings.day, takings.week, takings.month].map(
      ({ amountMinor, payments }) => `${amount({ amountMinor, currency })} (${payments})`,
    );
    output.line(`  ${columns.join(" · ")}`);
  }
  if (rows.length === 0) output.line("  none yet");
}

function printMentions(title: string, orders: OrderMention[], output: Output): void {
  output.line(`${title}: ${orders.length === 0 ? "none" : ""}`.trimEnd());
  for (const { number, status, updatedAt, reason } of orders) {
    output.line(`  ${number}  ${status} since ${moment(updatedAt)}${reason ? `, ${reason}` : ""}`);
  }
}
