import { tripNeed } from "../../domain/trip-need.ts";
import type { Renewal } from "../../use-cases/renewal/read-renewal.ts";

/** The countries of a trip, in their order. */
export function placesOf({ destination, need }: Pick<Renewal, "destination" | "need">): string[] {
  return destination === null ? [] : [destination, ...(need.also ?? [])];
}

/** The days in each of them, as they were said or shared. */
export function staysOf(renewal: Pick<Renewal, "destination" | "need">): number[] {
  const { days, stays } = renewal.need;
  const need = tripNeed({ countries: placesOf(renewal), ...(days && { days }), ...(stays && { stays }) });
  return need ? need.legs.map((leg) => leg.days) : [];
}
