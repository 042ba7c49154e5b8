import { setTimeout as delay } from "node:timers/promises";
import { paintUsage } from "../adapters/chart/paint-usage.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import { createBalanceFeature } from "../features/balance/index.ts";
import { createUsageFeature } from "../features/usage/index.ts";
import type { JobDefinition } from "../jobs/index.ts";
import type { Carrier } from "../ports/carrier.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { carrierWebhook } from "../server/carrier-webhook.ts";
import { createForgetUsageReports } from "../use-cases/forget-usage-reports.ts";
import { createKeepReportedFigures } from "../use-cases/keep-reported-figures.ts";
import { createAskSoon, createPollCarriers } from "../use-cases/nudge/poll-carriers.ts";
import { createReadBalance } from "../use-cases/read-balance.ts";
import { createReadForecasts } from "../use-cases/read-forecasts.ts";
import { createReadUsage } from "../use-cases/read-usage.ts";
import { createReportUsage } from "../use-cases/report-usage.ts";
import { createThinUsageSamples } from "../use-cases/thin-usage-samples.ts";

/** What is left on the cards: shown to their owners, reported by the carriers. */
export function composeBalance(deps: {
  config: Config;
  database: Database;
  clock: Clock;
  log: Log;
  carriers: ReadonlyMap<string, Carrier>;
}) {
  const { config, database, clock, log, carriers } = deps;
  const { carrierTimeoutMs, balanceFreshSeconds } = config;
  const keepReportedFigures = createKeepReportedFigures({ database });
  const readBalance = createReadBalance({
    ...{ database, clock, log, carriers, keepReportedFigures },
    ...{ carrierTimeoutMs, balanceFreshSeconds },
  });
  const readUsage = createReadUsage({ database, clock, readBalance, carriers });
  const pollJob: JobDefinition<"poll"> = {
    queue: "poll",
    cron: "* * * * *",
    run: createPollCarriers({
      ...{ database, clock, log, carriers, keepReportedFigures, carrierTimeoutMs },
      pollsPerMinute: config.carrierPollsPerMinute,
      pause: delay,
      chance: Math.random,
    }),
  };
  return {
    readBalance,
    feature: createBalanceFeature({ clock, readBalance }),
    usage: createUsageFeature({ readUsage, paintUsage, clock, log }),
    readForecasts: createReadForecasts({ database, clock, carriers }),
    routes: [
      carrierWebhook({
        ...{ carriers, clock, log },
        reportUsage: createReportUsage({ database, clock }),
        askSoon: createAskSoon({ database, clock }),
      }),
    ],
    jobs: [pollJob as unknown as JobDefinition],
    sweepers: [createForgetUsageReports({ database, clock }), createThinUsageSamples({ database, clock })],
  };
}
