import { parseOrderNumber } from "../../domain/order-number.ts";
import {
  createDecideOrder,
  type Decided,
  type DecideOrder,
  type NotDecided,
} from "../../use-cases/decide-order.ts";
import { createMoveOrder } from "../../use-cases/order/move-order.ts";
import type { OpsDeps, Output } from "../command.ts";
import { amount } from "./wording.ts";

/** The use case behind the commands that decide about an order. */
export function deciderOf({ database, clock, log, settings }: OpsDeps): DecideOrder {
  const { supportChatId, reconcileAfterSeconds } = settings;
  return createDecideOrder({
    database,
    moveOrder: createMoveOrder({ clock, log, supportChatId, reconcileAfterSeconds }),
  });
}

/** The order's number, however it is written; otherwise says that it is none. */
export function readNumber(typed: string, output: Output): string | undefined {
  const number = parseOrderNumber(typed);
  if (!number) output.line(`"${typed}" is no order number; they look like HY-7K2M9Q or YY-7K2M9Q.`);
  return number;
}

/** Says why nothing can be decided; answers the exit code. */
export function printNotDecided(number: string, error: NotDecided, why: string, output: Output): number {
  output.line(
    error.type === "unknown" ? `There is no order ${number}.` : `${number} is ${error.status}: ${why}`,
  );
  return 1;
}

/** One line for each payment that goes back. */
export function printRefunds({ goesBack }: Decided, output: Output): void {
  for (const { paymentId, method, ...money } of goesBack) {
    output.line(`  ${amount(money)} back to where it came from${method ? ` (${method})` : ""}, ${paymentId}`);
  }
}
