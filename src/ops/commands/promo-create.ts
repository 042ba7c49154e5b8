import { createCreatePromotion } from "../../use-cases/promotion/create-promotion.ts";
import type { OpsCommand } from "../command.ts";
import { counted } from "./print-import.ts";
import { promoHelp, promoOptions, readTerms } from "./promo-terms.ts";
import { describeTerms } from "./promo-wording.ts";

export const promoCreateCommand: OpsCommand = {
  name: "promo create",
  usage: "CODE OPTIONS",
  summary: "make a promotion code: how much off, when, for what, for whom and how often",
  help: promoHelp,
  values: 1,
  options: promoOptions,
  async run({ database, clock }, { values, options }, output) {
    const terms = readTerms({ code: values[0]!, options }, clock.now());
    if (!terms.ok) {
      const { mistakes } = terms.error;
      for (const mistake of mistakes) output.line(mistake);
      output.line(`${counted(mistakes.length, "mistake")}. Nothing was made.`);
      return 1;
    }
    const { code, offered } = terms.value;
    const made = await createCreatePromotion({ database, clock })(terms.value);
    if (!made.ok) {
      output.line(
        `There is a promotion ${code} already: codes are used once, so that none means two things.`,
      );
      return 1;
    }
    output.line(`${code}: ${describeTerms(terms.value).join(" · ")}`);
    output.line(
      offered
        ? "It is offered in the summary wherever it applies."
        : "It is for those who know it: nobody is offered it.",
    );
    return 0;
  },
};
