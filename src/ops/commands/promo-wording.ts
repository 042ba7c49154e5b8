import type { PromotionTerms } from "../../domain/promotion.ts";
import { amount, moment } from "./wording.ts";

/** What a promotion says, in a few words each. */
export function describeTerms(terms: PromotionTerms): string[] {
  const { discount, startsAt, endsAt, products, countries, kinds } = terms;
  const inCurrency = discount.currency === null ? "" : ` of prices in ${discount.currency}`;
  const facts = [
    discount.type === "percent" ? `${discount.percent} % off${inCurrency}` : `${amount(discount)} off`,
    startsAt && `from ${moment(startsAt)}`,
    endsAt && `until ${moment(endsAt)}`,
    products.length > 0 && `${products.join(" and ")} cards`,
    countries.length > 0 && `trips to ${countries.join(" ")}`,
    kinds.length > 0 && `${kinds.join(" and ")} plans`,
    terms.firstOrderOnly && "first order only",
    terms.limitPerPerson !== null && `${terms.limitPerPerson} per person`,
    terms.limitTotal !== null && `${terms.limitTotal} in all`,
    !terms.offered && "hidden",
    terms.name && JSON.stringify(terms.name.en),
  ];
  return facts.filter((fact) => typeof fact === "string");
}
