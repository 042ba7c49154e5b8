import type { NextPurchase } from "../../domain/renewal-need.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { ChangeRenewal, ChoiceRefused } from "../../use-cases/renewal/change-renewal.ts";
import type { FindTripWays } from "../../use-cases/renewal/find-trip-ways.ts";
import type { Renewal } from "../../use-cases/renewal/read-renewal.ts";
import { planName } from "../../views/plan-facts.ts";
import { tripView } from "../../views/renewal/trip.ts";
import { createLinks } from "./answer.ts";
import { exitButton, type Viewer } from "./screens.ts";

export interface TakeTripDeps {
  changeRenewal: ChangeRenewal;
  findTripWays: FindTripWays;
}

const DAY_MS = 24 * 60 * 60_000;

/** The ways to cover a trip, and the one that was chosen: its first plan is bought now, the others after it. */
export function createTakeTrip({ changeRenewal, findTripWays }: TakeTripDeps) {
  return {
    /** Undefined when there is nothing to compare, so that the renewal asks as usual. */
    async show(renewal: Renewal, viewer: Viewer, note?: string): Promise<RenderedMessage | undefined> {
      const found = await findTripWays(renewal);
      if (!found || found.ways.length === 0) return undefined;
      const links = createLinks(renewal.number);
      const { language } = viewer;
      const allPlans = { text: language.text("trip.allPlans"), callbackData: links.plans("all", 0) };
      const footer = [[allPlans, exitButton(language, renewal)]];
      return tripView(language, found, { way: links.way, footer }, note);
    },

    async take(
      renewal: Renewal,
      viewer: Viewer,
      { index, priceMinor }: { index: number; priceMinor: number },
    ): Promise<Result<{ now: Renewal; note?: string }, ChoiceRefused>> {
      const way = (await findTripWays(renewal))?.ways[index];
      if (!way || way.priceMinor !== priceMinor) return fail({ type: "price_changed" });
      const begins = (renewal.startsAt ?? viewer.now).getTime();
      const steps = way.purchases.flatMap(({ plan, quantity, times, countries, startsAfterDays }) =>
        Array.from({ length: times }, (_, time) => ({
          plan,
          next: {
            planId: plan.id,
            quantity,
            country: countries[0]!,
            // A further one of the same plan waits for the one before by itself.
            ...(time === 0 && { startsAt: new Date(begins + startsAfterDays * DAY_MS).toISOString() }),
          } satisfies NextPurchase,
        })),
      );
      const [first, second] = steps;
      const { planId, quantity } = first!.next;
      const next = steps.slice(1).map((step) => step.next);
      const changed = await changeRenewal(renewal, { type: "way", planId, quantity, next });
      if (!changed.ok) return changed;
      if (!second) return ok({ now: changed.value });
      const name = planName(viewer.language, second.plan);
      return ok({
        now: changed.value,
        note: viewer.language.html("trip.first", { count: steps.length, name }),
      });
    },
  };
}
