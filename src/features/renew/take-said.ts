import { planNamed } from "../../domain/renewal-need.ts";
import { ok, type Result } from "../../domain/result.ts";
import { dayIn } from "../../domain/start-day.ts";
import type { ChangeRenewal, ChoiceRefused } from "../../use-cases/renewal/change-renewal.ts";
import type { FindCoverage, FindPlans } from "../../use-cases/renewal/find-plans.ts";
import { openStep, type Renewal } from "../../use-cases/renewal/read-renewal.ts";
import { heardText } from "../../views/renewal/heard.ts";
import { type SaidSlots, saidIn } from "./said.ts";
import type { Screens, Viewer } from "./screens.ts";
import { stayCorrected } from "./stays.ts";

export interface TakeSaidDeps {
  changeRenewal: ChangeRenewal;
  findPlans: FindPlans;
  findCoverage: FindCoverage;
  screens: Screens;
}

export interface Taken {
  now: Renewal;
  /** What was understood, or why it cannot be; as HTML. */
  note?: string;
  /** No plan works where the trip was said to go: that has to be answered first. */
  isNowhere: boolean;
}

/** Writes everything that one sentence said into the draft, and picks the plan where it was as good as named. */
export function createTakeSaid({ changeRenewal, findPlans, findCoverage, screens }: TakeSaidDeps) {
  return async function takeSaid(
    renewal: Renewal,
    viewer: Viewer,
    slots: SaidSlots,
    isTrip = false,
  ): Promise<Result<Taken, ChoiceRefused>> {
    const { language, timeZone, now } = viewer;
    const stays = stayCorrected(renewal, slots);
    if (stays) {
      const changed = await changeRenewal(renewal, { type: "stays", stays });
      return changed.ok ? ok({ now: changed.value, isNowhere: false }) : changed;
    }
    const cardId = slots.card === undefined ? undefined : await screens.cardMeant(renewal, slots.card);
    const said = {
      ...saidIn(slots, { today: dayIn(timeZone, now), timeZone, isTrip }),
      ...(cardId && { cardId }),
    };
    const covered = await findCoverage(renewal.card ?? undefined);
    const nowhere = said.country !== undefined && !covered.has(said.country) ? said.country : undefined;
    if (nowhere) delete said.country;

    const changed = await changeRenewal(renewal, { type: "said", said });
    if (!changed.ok) return changed;
    if (nowhere) {
      const note = language.html("renew.notCovered", { country: language.countryName(nowhere) });
      return ok({ now: changed.value, note, isNowhere: true });
    }
    const note = heardText(language, { ...said, card: cardId ? changed.value.card : null, timeZone });
    return ok({ now: await withPlanNamed(changed.value), isNowhere: false, ...(note && { note }) });
  };

  async function withPlanNamed(renewal: Renewal): Promise<Renewal> {
    if (openStep(renewal) !== "plan") return renewal;
    const plan = planNamed(await findPlans(renewal.card!, renewal.destination!), renewal.need);
    if (!plan) return renewal;
    const { id: planId, priceMinor } = plan;
    const chosen = await changeRenewal(renewal, { type: "plan", planId, priceMinor });
    return chosen.ok ? chosen.value : renewal;
  }
}
