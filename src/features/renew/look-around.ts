import type { BotContext } from "../../bot/context.ts";
import { isNothing, saidAgain } from "../../domain/renewal-need.ts";
import { dayIn } from "../../domain/start-day.ts";
import type { CountrySearch } from "../../i18n/country-search.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { RenewalWishes } from "../../use-cases/renewal/begin-renewal.ts";
import type { KeepWish, LookedFor } from "../../use-cases/renewal/keep-wish.ts";
import type { Browse } from "./browse.ts";
import { type RenewalWish, saidIn } from "./said.ts";
import type { Viewer } from "./screens.ts";

export interface LookAroundDeps {
  browse: Browse;
  keepWish: KeepWish;
  countrySearch: CountrySearch;
}

/** Who is not linked yet can look at what there is, and goes on with it once they are. */
export function createLookAround({ browse, keepWish, countrySearch }: LookAroundDeps) {
  return async function lookAround(
    { chatKnown }: BotContext,
    viewer: Viewer,
    { destination: country, planId }: RenewalWishes,
    said: RenewalWish | string,
  ): Promise<RenderedMessage> {
    const { language, timeZone } = viewer;
    const looked = await withKept(chatKnown.id, lookedFor(viewer, country, said));
    const { destination, need } = looked;
    if (country && planId) await keepWish.pick(chatKnown.id, { destination: country, planId });
    else if (destination !== null || need.region) await keepWish.look(chatKnown.id, looked);
    const trip = need.trip && (await browse.trip(language, looked, timeZone));
    if (trip) return trip;
    if (destination !== null && !need.also)
      return browse.plans(language, destination, "all", 0, need, planId);
    const typed = typeof said === "string" ? said : said.text;
    const found = countrySearch.search(typed, { locale: language.locale });
    const [first] = found.countries;
    if (!first) return browse.places(language);
    return found.countries.length === 1
      ? browse.plans(language, first)
      : browse.which(language, { codes: found.countries, together: found.together });
  };

  /** "2 GB a day" of the trip that was looked for a moment ago. */
  async function withKept(chatId: bigint, looked: LookedFor): Promise<LookedFor> {
    const { destination, need, startsAt } = looked;
    const saysMore = !isNothing(need) || startsAt !== null;
    if (destination !== null || need.region || !saysMore) return looked;
    const kept = await keepWish.read(chatId);
    if (!kept) return looked;
    return { ...kept, startsAt: startsAt ?? kept.startsAt, need: saidAgain(kept.need, need) };
  }
}

function lookedFor(
  { timeZone, now }: Viewer,
  destination: string | undefined,
  said: RenewalWish | string,
): LookedFor {
  if (typeof said === "string") return { destination: destination ?? null, startsAt: null, need: {} };
  const isTrip = said.intent === "trip";
  const {
    country,
    startsAt = null,
    need,
  } = saidIn(said.slots, {
    ...{ today: dayIn(timeZone, now), timeZone, isTrip },
  });
  return { destination: country ?? null, startsAt, need };
}
