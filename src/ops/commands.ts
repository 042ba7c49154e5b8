import { parseArgs } from "node:util";
import { fail, ok, type Result } from "../domain/result.ts";
import type { Call, OpsCommand } from "./command.ts";
import { broadcastCommand } from "./commands/broadcast.ts";
import {
  broadcastListCommand,
  broadcastPauseCommand,
  broadcastResumeCommand,
  broadcastStopCommand,
} from "./commands/broadcast-control.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { importCardsCommand } from "./commands/import-cards.ts";
import { importPlansCommand } from "./commands/import-plans.ts";
import { linkTokenCommand } from "./commands/link-token.ts";
import { orderCommand } from "./commands/order.ts";
import { promoCreateCommand } from "./commands/promo-create.ts";
import { promoListCommand } from "./commands/promo-list.ts";
import { promoStopCommand } from "./commands/promo-stop.ts";
import { refundCommand } from "./commands/refund.ts";
import { releaseCommand } from "./commands/release.ts";
import { statsCommand } from "./commands/stats.ts";

/** Everything an operator can do; in the order of the help. */
export const commands: readonly OpsCommand[] = [
  importPlansCommand,
  importCardsCommand,
  linkTokenCommand,
  orderCommand,
  refundCommand,
  releaseCommand,
  statsCommand,
  promoCreateCommand,
  promoListCommand,
  promoStopCommand,
  broadcastCommand,
  broadcastListCommand,
  broadcastPauseCommand,
  broadcastResumeCommand,
  broadcastStopCommand,
  doctorCommand,
];

export const findCommand = (name: string): OpsCommand | undefined =>
  commands.find((command) => command.name === name);

export interface TypedCommand {
  command: OpsCommand;
  call: Call;
  /** The file that travels with it. */
  filePath: string | undefined;
}

/** Understands a command line; otherwise says what to write instead. */
export function parseCommandLine(
  words: string[],
): Result<TypedCommand, { type: "not_understood"; message: string }> {
  const name = findCommand(words.slice(0, 2).join(" "))?.name ?? words[0];
  const rest = words.slice(name?.split(" ").length);
  if (name === undefined || ["help", "--help", "-h"].includes(name)) {
    return fail({ type: "not_understood", message: helpText() });
  }
  const command = findCommand(name);
  if (!command)
    return fail({ type: "not_understood", message: `There is no command "${name}".\n\n${helpText()}` });

  const usage = [`Usage: npm run ops -- ${usageOf(command)}`, command.help].filter(Boolean).join("\n\n");
  try {
    const { values: options, positionals } = parseArgs({
      args: rest,
      options: command.options ?? {},
      allowPositionals: true,
    });
    if (positionals.length !== command.values) return fail({ type: "not_understood", message: usage });
    const [filePath, values] = readsFile(command, positionals[0])
      ? [positionals[0], positionals.slice(1)]
      : [undefined, positionals];
    const call = { name, values, options: options as Call["options"] };
    return ok({ command, call, filePath });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return fail({ type: "not_understood", message: `${problem}\n${usage}` });
  }
}

const readsFile = ({ readsFile: reads }: OpsCommand, value = ""): boolean =>
  typeof reads === "function" ? reads(value) : reads === true;

export function helpText(): string {
  const width = Math.max(...commands.map((command) => usageOf(command).length)) + 2;
  const lines = commands.map((command) => `  ${usageOf(command).padEnd(width)}${command.summary}`);
  return `Usage: npm run ops -- COMMAND

${lines.join("\n")}

Commands work while the bot runs and while it does not. An import takes a whole file or, when a line is
wrong, nothing of it. Cards need iccid, product and carrier, and an email column: where it is empty the card
is nobody's, and whoever has it in hand can register it. With any of the plan columns they also need
plan_sku, valid_from and valid_until (totals left empty are the plan's). Plans need sku, product, name_en,
kind, days, price, currency and countries, and data_mb or voice_min unless they are unlimited.`;
}

const usageOf = ({ name, usage }: OpsCommand): string => `${name} ${usage}`.trim();
