import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import { createOffersFeature } from "../features/offers/index.ts";
import type { Languages } from "../i18n/localizer.ts";
import { createComposeBroadcast } from "../jobs/notices/broadcast.ts";
import { createComposeHabitCheck } from "../jobs/notices/habit-check.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { createExpandBroadcasts } from "../use-cases/broadcast/expand-broadcasts.ts";
import { createForgetBroadcasts } from "../use-cases/broadcast/forget-broadcasts.ts";
import { createChooseOffers } from "../use-cases/offers/choose-offers.ts";
import { createFindSaving } from "../use-cases/offers/find-saving.ts";
import { createPlanHabitChecks } from "../use-cases/offers/plan-habit-checks.ts";
import { createReadOffers } from "../use-cases/offers/read-offers.ts";

/** What people are told of offers, and only those who want to hear of them. */
export function composeOffers(deps: {
  config: Config;
  database: Database;
  clock: Clock;
  log: Log;
  languages: Languages;
}) {
  const { config, database, clock, log, languages } = deps;
  const messagesPerSecond = config.telegramMessagesPerSecond;
  const expandBroadcasts = createExpandBroadcasts({ database, clock, messagesPerSecond, log });
  return {
    feature: createOffersFeature({
      readOffers: createReadOffers({ database, clock }),
      chooseOffers: createChooseOffers({ database, clock }),
    }),
    notices: {
      ...createComposeBroadcast({ database, languages, clock, onPictureKept: expandBroadcasts }),
      habit_check: createComposeHabitCheck({
        ...{ database, languages },
        findSaving: createFindSaving({ database, clock }),
      }),
    },
    sweepers: [
      expandBroadcasts,
      createPlanHabitChecks({ database, clock }),
      createForgetBroadcasts({ database, clock }),
    ],
  };
}
