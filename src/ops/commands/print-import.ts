import type { BadLine, ImportRefused } from "../../use-cases/import/bad-lines.ts";
import type { ImportOptions } from "../../use-cases/import-cards.ts";
import type { CommandFile, Output } from "../command.ts";

const MOST_PRINTED = 100;

/** Every line that is wrong, the first hundred of them by number, column, value and reason. */
export function printRefusal({ badLines, total }: ImportRefused, output: Output): void {
  for (const bad of badLines.slice(0, MOST_PRINTED)) output.line(describe(bad));
  const more = total - Math.min(total, MOST_PRINTED);
  if (more > 0) output.line(`… and ${more} more`);
  output.line(`${counted(total, "mistake")}. Nothing was changed.`);
}

function describe({ line, column, value, reason }: BadLine): string {
  const what = [column, value && JSON.stringify(value)].filter(Boolean).join(" ");
  return `line ${line}: ${what ? `${what} ` : ""}${reason}`;
}

/** Shows an import's two steps as one way from beginning to end each. */
export function showProgress(file: CommandFile, output: Output): NonNullable<ImportOptions["onProgress"]> {
  return (progress) => {
    if (progress.step === "writing") output.progress("writing", progress.fraction);
    else output.progress("reading", file.sizeBytes > 0 ? progress.bytes / file.sizeBytes : 1);
  };
}

export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
