import type { Plan } from "../../domain/plan.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import { coverageInShort, planFacts, planName, planPrice } from "../plan-facts.ts";

/** A plan for going somewhere, shown in somebody else's chat. */
export interface SharedPlan {
  country: string;
  plan: Plan;
}

/** One offer in the list above the keyboard, and the card it becomes when it is sent. `text` is HTML. */
export function sharedPlanView(
  language: Localizer,
  { country, plan }: SharedPlan,
): { title: string; description: string; text: string; button: string } {
  const name = planName(language, plan);
  const price = planPrice(language, plan);
  const facts = planFacts(language, plan);
  const where = coverageInShort(language, plan.countries);
  return {
    title: language.text("inline.title", { country: language.flaggedCountry(country), name, price }),
    description: [facts, where].join(" · "),
    text: language.html("inline.card", { name, facts, price, where }),
    button: language.text("inline.getButton", { price }),
  };
}
