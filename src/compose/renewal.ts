import type { Feature } from "../bot/feature.ts";
import type { Database } from "../db/database.ts";
import type { ChargeRule } from "../domain/promotion.ts";
import { createBrowse } from "../features/renew/browse.ts";
import { createCheckoutScreen } from "../features/renew/checkout.ts";
import { createRenewFeature } from "../features/renew/index.ts";
import { createInlineOffers } from "../features/renew/inline.ts";
import { createReadAnswer } from "../features/renew/read-answer.ts";
import { createReadCorrection } from "../features/renew/read-correction.ts";
import { createRespond } from "../features/renew/respond.ts";
import { createReadTrip } from "../features/renew/said.ts";
import { createScreens } from "../features/renew/screens.ts";
import type { CountrySearch } from "../i18n/country-search.ts";
import type { Languages } from "../i18n/localizer.ts";
import type { Understand } from "../i18n/talk/understand.ts";
import type { Clock } from "../ports/clock.ts";
import type { CancelOrder } from "../use-cases/cancel-order.ts";
import type { CreateCheckout } from "../use-cases/create-checkout.ts";
import { createChangePromotion } from "../use-cases/promotion/change-promotion.ts";
import { createFindCodeOrder } from "../use-cases/promotion/find-code-order.ts";
import { createFindOffer } from "../use-cases/promotion/find-offer.ts";
import { createKeepCode } from "../use-cases/promotion/keep-code.ts";
import { createReadSpeaker } from "../use-cases/read-speaker.ts";
import type { RenewForFree } from "../use-cases/renew-for-free.ts";
import { createBeginRenewal } from "../use-cases/renewal/begin-renewal.ts";
import { createChangeRenewal } from "../use-cases/renewal/change-renewal.ts";
import { createExpectPeriod } from "../use-cases/renewal/expect-period.ts";
import { createFindOpenRenewal } from "../use-cases/renewal/find-open-renewal.ts";
import {
  createFindCoverage,
  createFindPlans,
  createFindRecentDestinations,
} from "../use-cases/renewal/find-plans.ts";
import { createFindRepeat } from "../use-cases/renewal/find-repeat.ts";
import { createFindTripWays } from "../use-cases/renewal/find-trip-ways.ts";
import { createFindUsualUse } from "../use-cases/renewal/find-usual-use.ts";
import { createKeepPanel } from "../use-cases/renewal/keep-panel.ts";
import { createKeepWish } from "../use-cases/renewal/keep-wish.ts";
import { createListCards } from "../use-cases/renewal/list-cards.ts";
import { createReadRenewal } from "../use-cases/renewal/read-renewal.ts";
import { createReviseOrder } from "../use-cases/renewal/revise-order.ts";

/** The renewal and everything only it needs. */
export function composeRenewal(deps: {
  database: Database;
  clock: Clock;
  countrySearch: CountrySearch;
  understand: Understand;
  languages: Languages;
  createCheckout: CreateCheckout;
  renewForFree: RenewForFree;
  cancelOrder: CancelOrder;
  chargeRule: (currency: string) => ChargeRule;
}): Feature {
  const {
    database,
    clock,
    countrySearch,
    understand,
    languages,
    createCheckout,
    renewForFree,
    cancelOrder,
    chargeRule,
  } = deps;
  const changePromotion = createChangePromotion({ database, clock, chargeRule });
  const beginRenewal = createBeginRenewal({ database, clock });
  const findCoverage = createFindCoverage({ database });
  const findPlans = createFindPlans({ database });
  const findTripWays = createFindTripWays({
    findPlans,
    findUsualUse: createFindUsualUse({ database, clock }),
  });
  const keepWish = createKeepWish({ database, clock });
  const listCards = createListCards({ database });
  const readRenewal = createReadRenewal({ database });
  const readCorrection = createReadCorrection({ countrySearch });
  const screens = createScreens({
    findPlans,
    findCoverage,
    findRecentDestinations: createFindRecentDestinations({ database }),
    listCards,
  });
  const respond = createRespond({
    readRenewal,
    changeRenewal: createChangeRenewal({ database, clock }),
    reviseOrder: createReviseOrder({ database, beginRenewal, cancelOrder }),
    findCoverage,
    findPlans,
    findTripWays,
    screens,
    checkout: createCheckoutScreen({
      createCheckout,
      expectPeriod: createExpectPeriod({ database, clock }),
      findOffer: createFindOffer({ database, clock, chargeRule }),
      changePromotion,
    }),
    changePromotion,
    renewForFree,
    readAnswer: createReadAnswer({ countrySearch, readCorrection }),
  });
  return createRenewFeature({
    respond,
    beginRenewal,
    findRepeat: createFindRepeat({ database }),
    keepPanel: createKeepPanel({ database }),
    findOpenRenewal: createFindOpenRenewal({ database, clock }),
    findCodeOrder: createFindCodeOrder({ database }),
    keepCode: createKeepCode({ database, clock }),
    findPlans,
    listCards,
    readRenewal,
    readCorrection,
    readTrip: createReadTrip({ countrySearch, understand }),
    browse: createBrowse({ findPlans, findCoverage, findTripWays, keepWish }),
    keepWish,
    inline: createInlineOffers({
      ...{ findPlans, findCoverage, countrySearch, understand, languages, clock },
      readSpeaker: createReadSpeaker({ database }),
    }),
    countrySearch,
    clock,
  });
}
