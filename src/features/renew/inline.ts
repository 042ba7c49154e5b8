import { Composer, InlineKeyboard, InlineQueryResultBuilder } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import { isTooLate } from "../../bot/show.ts";
import { popularCountries } from "../../domain/country.ts";
import type { Plan } from "../../domain/plan.ts";
import { covers } from "../../domain/plan.ts";
import { inOrderOfNeed, type RenewalNeed } from "../../domain/renewal-need.ts";
import { shortId } from "../../domain/short-id.ts";
import { dayIn } from "../../domain/start-day.ts";
import type { CountrySearch } from "../../i18n/country-search.ts";
import type { Languages, Localizer } from "../../i18n/localizer.ts";
import type { Understand } from "../../i18n/talk/understand.ts";
import { effectiveTimeZone } from "../../i18n/time-zone.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ReadSpeaker } from "../../use-cases/read-speaker.ts";
import type { FindCoverage, FindPlans } from "../../use-cases/renewal/find-plans.ts";
import { type SharedPlan, sharedPlanView } from "../../views/renewal/shared-plan.ts";
import { saidIn } from "./said.ts";

const PER_PAGE = 20;
const MOST_COUNTRIES = 5;
/** Prices change rarely, and the deep link shows the one that counts. */
const CACHE_SECONDS = 300;

/** `@bot japan` in any chat: plans as cards to share, each with a link that opens its renewal. */
export function createInlineOffers(deps: {
  findPlans: FindPlans;
  findCoverage: FindCoverage;
  countrySearch: CountrySearch;
  understand: Understand;
  languages: Languages;
  readSpeaker: ReadSpeaker;
  clock: Clock;
}): Composer<BotContext> {
  const { findPlans, findCoverage, countrySearch, understand, languages, readSpeaker, clock } = deps;
  const composer = new Composer<BotContext>();

  composer.on("inline_query", async (ctx) => {
    const { query, offset, from } = ctx.inlineQuery;
    const speaker = await readSpeaker(BigInt(from.id));
    const telegramLanguage = from.language_code;
    const language = languages.in(languages.resolve({ locale: speaker.locale, telegramLanguage }));
    const timeZone = effectiveTimeZone(speaker, language);
    const offers = await offersFor(query, language, timeZone);

    const start = /^\d{1,4}$/.test(offset) ? Number(offset) : 0;
    const page = offers.slice(start, start + PER_PAGE);
    try {
      await ctx.answerInlineQuery(
        page.map((offer) => toResult(language, offer, ctx.me.username)),
        {
          cache_time: CACHE_SECONDS,
          // Telegram would show one person's language to the next who asks the same.
          is_personal: true,
          next_offset: start + PER_PAGE < offers.length ? String(start + PER_PAGE) : "",
          button: {
            text: language.text(page.length > 0 ? "inline.openButton" : "inline.nothingButton"),
            start_parameter: "inline",
          },
        },
      );
    } catch (error) {
      // Whoever typed on has asked anew since.
      if (!isTooLate(error)) throw error;
    }
  });
  return composer;

  async function offersFor(query: string, language: Localizer, timeZone: string): Promise<SharedPlan[]> {
    const { countries, together, need } = await read(query, language, timeZone);
    const [first, ...others] = countries;
    if (!first) return [];
    if (together) {
      const plans = await findPlans(undefined, first);
      const forAll = plans.filter((plan) => others.every((country) => covers(plan.countries, country)));
      if (forAll.length > 0) return offered(first, inOrderOfNeed(forAll, need));
    }
    // One country's whole shelf, or the best of each of several.
    const most = others.length === 0 ? Number.POSITIVE_INFINITY : PER_PAGE / countries.length;
    const shelves = await Promise.all(
      countries.map(async (country) =>
        offered(country, inOrderOfNeed(await findPlans(undefined, country), need).slice(0, most)),
      ),
    );
    return shelves.flat();
  }

  async function read(query: string, language: Localizer, timeZone: string) {
    const covered = await findCoverage(undefined);
    const favourites = popularCountries.filter((code) => covered.has(code)).slice(0, MOST_COUNTRIES);
    if (query.trim() === "") return { countries: favourites, together: false, need: {} };
    const { locale } = language;
    const now = clock.now();
    const { slots } = understand(query, { locale, now, timeZone });
    const { need }: { need: RenewalNeed } = saidIn(slots, { today: dayIn(timeZone, now), timeZone });
    const { also: _, ...ofEach } = need;
    const found = countrySearch.search(query, { locale, covered });
    const isPlace = found.countries.length > 0;
    const countries = (isPlace ? found.countries : (slots.countries ?? [])).slice(0, MOST_COUNTRIES);
    return { countries, together: isPlace ? found.together : countries.length > 1, need: ofEach };
  }
}

const offered = (country: string, plans: readonly Plan[]): SharedPlan[] =>
  plans.map((plan) => ({ country, plan }));

function toResult(language: Localizer, { country, plan }: SharedPlan, username: string) {
  const { title, description, text, button } = sharedPlanView(language, { country, plan });
  const link = `https://t.me/${username}?start=renew_${country}_${shortId(plan.id)}`;
  return InlineQueryResultBuilder.article(`${country}:${shortId(plan.id)}`, title, {
    description,
    reply_markup: new InlineKeyboard().url(button, link),
  }).text(text, { parse_mode: "HTML", link_preview_options: { is_disabled: true } });
}
