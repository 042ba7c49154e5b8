import { parseCode } from "../../domain/promotion.ts";
import { createStopPromotion } from "../../use-cases/promotion/stop-promotion.ts";
import type { OpsCommand } from "../command.ts";
import { counted } from "./print-import.ts";

export const promoStopCommand: OpsCommand = {
  name: "promo stop",
  usage: "CODE",
  summary: "end a promotion code now; orders that it was promised to keep their price",
  values: 1,
  async run({ database, clock }, { values }, output) {
    const code = parseCode(values[0]!);
    const stopped = code && (await createStopPromotion({ database, clock })(code));
    if (!stopped) {
      output.line(`There is no promotion ${code ?? `"${values[0]}"`}. \`promo list\` shows them all.`);
      return 1;
    }
    output.line(`${code} ${stopped.already ? "was stopped before." : "is stopped."}`);
    const { stillPromised } = stopped;
    if (stillPromised > 0) {
      output.line(
        `${counted(stillPromised, "unpaid order")} may still be paid at the price that was promised.`,
      );
    }
    return 0;
  },
};
