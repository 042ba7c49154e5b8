import type { FindOpenRenewal } from "../../use-cases/renewal/find-open-renewal.ts";
import type { ReadRenewal } from "../../use-cases/renewal/read-renewal.ts";
import { QUITE_SURE } from "./answers.ts";
import type { ReadCorrection } from "./read-correction.ts";
import type { RenewalWish, SaidSlots } from "./said.ts";
import { stayCorrected } from "./stays.ts";

/**
 * Reads plain words as a change of the order whose summary is still being looked at: what they say anew, or
 * without `said` that a code is to be typed. Undefined when there is no such order, or they speak of another.
 */
export function createReadChange(deps: {
  readCorrection: ReadCorrection;
  findOpenRenewal: FindOpenRenewal;
  readRenewal: ReadRenewal;
}) {
  return async function readChange(
    chat: { id: bigint; accountId: string | null },
    wish: RenewalWish,
    locale: string,
  ): Promise<{ number: string; said?: SaidSlots } | undefined> {
    const { intent, slots, confidence } = wish;
    const said = deps.readCorrection(wish, locale);
    const asksForCode = intent === "promo_code" && slots.value === undefined && confidence >= QUITE_SURE;
    const mayBeStay = intent === "renew" && slots.days !== undefined;
    if (!said && !asksForCode && !mayBeStay) return undefined;
    const number = await deps.findOpenRenewal(chat);
    if (!number) return undefined;
    if (said || asksForCode) return { number, ...(said && { said }) };
    // "Korea 4 days" of a trip that goes to Korea is no other trip.
    const renewal = await deps.readRenewal(chat, number);
    return renewal && stayCorrected(renewal, slots) ? { number, said: slots } : undefined;
  };
}
