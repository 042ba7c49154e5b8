import { tripNeed } from "../../domain/trip-need.ts";
import type { Renewal } from "../../use-cases/renewal/read-renewal.ts";
import type { SaidSlots } from "./said.ts";

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

/** The days in each country after "Japan 5 days", of a trip that goes there and elsewhere; undefined for any other words. */
export function stayCorrected(
  renewal: Renewal,
  { countries = [], days, from, until }: SaidSlots,
): number[] | undefined {
  const places = placesOf(renewal);
  const at = countries.length === 1 ? places.indexOf(countries[0]!) : -1;
  if (!renewal.need.trip || places.length < 2 || at < 0 || days === undefined || from || until)
    return undefined;
  return staysOf(renewal).with(at, days);
}
