import { createListPromotions, type PromotionListed } from "../../use-cases/promotion/list-promotions.ts";
import type { OpsCommand } from "../command.ts";
import { describeTerms } from "./promo-wording.ts";

export const promoListCommand: OpsCommand = {
  name: "promo list",
  usage: "",
  summary: "every promotion code with its state, how often it was used, and how often it still can be",
  values: 0,
  async run({ database, clock }, _call, output) {
    const promotions = await createListPromotions({ database, clock })();
    if (promotions.length === 0) output.line("No promotions yet. `promo create` makes one.");
    for (const listed of promotions) {
      output.line(`${listed.promotion.code}  ${STATES[listed.state]} · ${describeUses(listed)}`);
      output.line(`  ${describeTerms(listed.promotion).join(" · ")}`);
    }
    return 0;
  },
};

const STATES: Record<PromotionListed["state"], string> = {
  running: "running",
  not_yet: "not yet",
  expired: "expired",
  stopped: "stopped",
  used_up: "used up",
};

function describeUses({ spent, reserved, left }: PromotionListed): string {
  const waiting = reserved > 0 && `${reserved} in unpaid orders`;
  return [`${spent} used`, waiting, left !== null && `${left} left`].filter(Boolean).join(", ");
}
