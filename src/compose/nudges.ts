import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import type { NudgeRules } from "../domain/nudge.ts";
import type { Foretold } from "../domain/nudge-truths.ts";
import { createRemindersFeature } from "../features/reminders/index.ts";
import type { Languages } from "../i18n/localizer.ts";
import { effectiveTimeZone } from "../i18n/time-zone.ts";
import type { TimeZones } from "../i18n/time-zone-search.ts";
import type { JobDefinition } from "../jobs/index.ts";
import { createComposeNudge } from "../jobs/notices/nudge.ts";
import type { Carrier } from "../ports/carrier.ts";
import type { Clock } from "../ports/clock.ts";
import { createMuteCard, createSnoozeNudges, createUnsnoozeNudges } from "../use-cases/nudge/answer-nudge.ts";
import { createReadNextLook } from "../use-cases/nudge/read-next-look.ts";
import {
  createReadNudgeCases,
  type Foretell,
  type PersonKnown,
} from "../use-cases/nudge/read-nudge-cases.ts";
import { createReadNudgeNews } from "../use-cases/nudge/read-nudge-news.ts";
import { createReadRepeatOffers } from "../use-cases/nudge/read-repeat-offers.ts";
import { createChooseReminders, createReadReminders } from "../use-cases/nudge/reminders.ts";
import { createSweepNudges } from "../use-cases/nudge/sweep-nudges.ts";
import type { ReadForecasts } from "../use-cases/read-forecasts.ts";

/** Being warned in time: who looks, what is said, and what each person wants to hear. */
export function composeNudges(deps: {
  config: Config;
  database: Database;
  clock: Clock;
  languages: Languages;
  carriers: ReadonlyMap<string, Carrier>;
  readForecasts: ReadForecasts;
  timeZones: TimeZones;
}) {
  const { config, database, clock, languages, carriers, readForecasts, timeZones } = deps;
  const rules: NudgeRules = {
    levels: config.nudgeLevels,
    validityHours: config.nudgeValidityHours,
    quietHours: config.nudgeQuietHours,
    winBackAfterHours: config.nudgeWinBackAfterHours,
    unconnectedAfterHours: config.nudgeUnconnectedAfterHours,
    gapMinutes: config.nudgeGapMinutes,
  };

  const timeZoneOf = (person: PersonKnown) =>
    effectiveTimeZone(person, languages.in(languages.resolve(person)));
  /** A day's data that ends before the day is no reason to renew, and what is less than the doubt is none. */
  const foretell: Foretell = async (bundleIds, timeZone) => {
    const forecasts = await readForecasts(bundleIds, timeZone);
    return new Map(
      [...forecasts].flatMap(([id, { data }]): [string, Foretold][] =>
        data?.type === "runs_out" && data.end === "plan" && data.beforeEndMs > data.doubtMs
          ? [[id, data]]
          : [],
      ),
    );
  };
  const readNudgeCases = createReadNudgeCases({
    ...{ database, clock, carriers, foretell, timeZoneOf, rules },
  });
  const sweepNudges = createSweepNudges({ database, clock, readNudgeCases, rules });
  const readNudgeNews = createReadNudgeNews({
    ...{ database, clock, readNudgeCases, rules },
    readRepeatOffers: createReadRepeatOffers({ database }),
  });
  const nudgeJob: JobDefinition<"nudge"> = { queue: "nudge", run: sweepNudges };
  return {
    feature: createRemindersFeature({
      clock,
      rules,
      snoozeNudges: createSnoozeNudges({ database, clock, rules }),
      unsnoozeNudges: createUnsnoozeNudges({ database }),
      muteCard: createMuteCard({ database, clock }),
      readReminders: createReadReminders({ database, rules }),
      chooseReminders: createChooseReminders({ database, clock, rules }),
      nameOfZone: timeZones.nameOf,
    }),
    notices: { nudge: createComposeNudge({ database, languages, clock, readNudgeNews }) },
    jobs: [nudgeJob as unknown as JobDefinition],
    sweepers: [sweepNudges],
    readNextLook: createReadNextLook({ database, clock }),
  };
}
