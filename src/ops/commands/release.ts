import type { Decided } from "../../use-cases/decide-order.ts";
import type { OpsCommand } from "../command.ts";
import { deciderOf, printNotDecided, printRefunds, readNumber } from "./decision.ts";

export const releaseCommand: OpsCommand = {
  name: "release",
  usage: "NUMBER [--reason TEXT]",
  summary: "let a held or disputed order go on: deliver what was paid, try a refund again",
  help: "  --reason TEXT   kept in the order's history; the customer does not read it",
  values: 1,
  options: { reason: { type: "string" } },
  async run(deps, { values, options }, output) {
    const number = readNumber(values[0]!, output);
    if (!number) return 1;
    const reason = typeof options.reason === "string" ? options.reason.slice(0, 500) : undefined;
    const decided = await deciderOf(deps)(number, { type: "released" }, { reason });
    if (!decided.ok)
      return printNotDecided(number, decided.error, "nothing of it waits for a human.", output);
    const { before } = decided.value;
    const held = [before.heldReason, before.disputedReason === "disputed" && "disputed"].filter(Boolean);
    output.line(`${number} was held (${held.join(", ")}) and goes on.`);
    output.line(whatFollows(decided.value));
    printRefunds(decided.value, output);
    return 0;
  },
};

function whatFollows({ effects }: Decided): string {
  if (effects.some(({ type }) => type === "provision")) {
    return "The bot delivers it as soon as it runs and tells the customer.";
  }
  return effects.some(({ type }) => type === "refund")
    ? "The bot tries the refund again as soon as it runs:"
    : "Nothing else is open: it is only no longer marked.";
}
