import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import { createTalkFeature } from "../features/talk/index.ts";
import { createNotUnderstood } from "../features/talk/not-understood.ts";
import { createFaq, readFaqOverrides } from "../i18n/faq.ts";
import type { Languages } from "../i18n/localizer.ts";
import type { Readers } from "../i18n/readers.ts";
import type { Clock } from "../ports/clock.ts";
import { createCountNotUnderstood } from "../use-cases/count-not-understood.ts";

/** Common questions, small talk, and what answers when nothing was understood. */
export function composeTalk(deps: {
  config: Config;
  database: Database;
  clock: Clock;
  languages: Languages;
  fold: Readers["fold"];
}) {
  const { config, database, clock, languages, fold } = deps;
  const overrides = config.faqDir ? readFaqOverrides(config.faqDir, languages.locales) : undefined;
  const faq = createFaq({ languages, fold, ...(overrides && { overrides }) });
  const keepTexts = config.keepUnknownTexts;
  return {
    faq,
    feature: createTalkFeature({ faq }),
    fallback: createNotUnderstood({
      faq,
      countNotUnderstood: createCountNotUnderstood({ database, clock, keepTexts }),
    }),
  };
}
