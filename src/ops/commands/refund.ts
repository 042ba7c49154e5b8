import { parsePrice } from "../../domain/money.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Decided } from "../../use-cases/decide-order.ts";
import { NEEDS_CONFIRMATION, type OpsCommand } from "../command.ts";
import { deciderOf, printNotDecided, printRefunds, readNumber } from "./decision.ts";
import { amount } from "./wording.ts";

const EVENT = { type: "refund_requested" } as const;
const LONGEST_REASON = 500;

export const refundCommand: OpsCommand = {
  name: "refund",
  usage: "NUMBER [OPTIONS]",
  summary: "send back all of an order's money; says what will happen and asks before it does",
  help: `  --reason TEXT   kept in the order's history; the customer does not read it
  --amount 12.50  what you expect to go back: with another amount nothing is done
  --yes           do not ask`,
  values: 1,
  options: { reason: { type: "string" }, amount: { type: "string" }, yes: { type: "boolean" } },
  async run(deps, { values, options }, output) {
    const number = readNumber(values[0]!, output);
    if (!number) return 1;
    const decide = deciderOf(deps);
    const wouldBe = await decide(number, EVENT, { dryRun: true });
    if (!wouldBe.ok) return printNotDecided(number, wouldBe.error, NOTHING_TO_GIVE_BACK, output);

    const expected =
      typeof options.amount === "string" ? checkAmount(options.amount, wouldBe.value) : ok(null);
    if (!expected.ok) {
      output.line(expected.error.message);
      return 1;
    }
    output.line(`${number} is ${wouldBe.value.before.status}.`);
    printRefunds(wouldBe.value, output);
    output.line(whatFollows(wouldBe.value));
    if (options.yes !== true) return NEEDS_CONFIRMATION;

    const reason = typeof options.reason === "string" ? options.reason.slice(0, LONGEST_REASON) : undefined;
    const decided = await decide(number, EVENT, { reason });
    if (!decided.ok) return printNotDecided(number, decided.error, NOTHING_TO_GIVE_BACK, output);
    output.line(
      `Asked for. The bot sends it as soon as it runs and tells the customer; "order ${number}" shows when it is back.`,
    );
    return 0;
  },
};

const NOTHING_TO_GIVE_BACK = "there is no money to send back.";

/** Only the whole goes back from here: a part would leave open what it was for. */
function checkAmount(
  typed: string,
  { goesBack }: Decided,
): Result<unknown, { type: "amount"; message: string }> {
  const { currency } = goesBack[0]!;
  const price = parsePrice(typed, currency);
  if (!price.ok) {
    return fail({ type: "amount", message: `"${typed}" is no amount in ${currency}. Nothing was done.` });
  }
  const whole = goesBack.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (price.value.amountMinor === whole) return ok(undefined);
  const references = goesBack.map(({ paymentId }) => paymentId).join(", ");
  return fail({
    type: "amount",
    message: `From here all of it goes back, ${amount({ amountMinor: whole, currency })}, or nothing; nothing was done.
For a part, refund ${references} in the payment provider's dashboard: the bot notices by itself, tells the
customer the amount, and the renewal stands.`,
  });
}

function whatFollows({ before }: Decided): string {
  switch (before.status) {
    case "fulfilled":
      return "The plan was delivered and stays on the card.";
    case "provisioning":
      return "It is being delivered; if the carrier delivers all the same, the support group is told.";
    case "paid":
      return "It is not delivered then.";
    default:
      return "It was asked for before, and is asked for again.";
  }
}
