import { createShortcuts } from "../../bot/shortcuts.ts";
import { show } from "../../bot/show.ts";
import { isRegionName, popularCountries, type Region, regions } from "../../domain/country.ts";
import { planKinds } from "../../domain/plan.ts";
import { inOrderOfNeed, type RenewalNeed } from "../../domain/renewal-need.ts";
import { fromShortId, shortId } from "../../domain/short-id.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../../ports/messenger.ts";
import type { FindCoverage, FindPlans } from "../../use-cases/renewal/find-plans.ts";
import type { FindTripWays } from "../../use-cases/renewal/find-trip-ways.ts";
import type { KeepWish, LookedFor } from "../../use-cases/renewal/keep-wish.ts";
import { matchesView, placesView, regionView } from "../../views/renewal/places.ts";
import { type KindFilter, planCoverageView, plansView } from "../../views/renewal/plans.ts";
import { tripView } from "../../views/renewal/trip.ts";

const FAVOURITES = 8;

/**
 * Plans and prices for somebody who is not linked yet: the same shelves as in a renewal, of every product,
 * and each plan leads to linking. Stateless: `plans:<what>[:…]`.
 */
export function createBrowse(deps: {
  findPlans: FindPlans;
  findCoverage: FindCoverage;
  findTripWays: FindTripWays;
  keepWish: KeepWish;
}) {
  const { findPlans, findCoverage, findTripWays, keepWish } = deps;
  const composer = createShortcuts();

  composer.callbackQuery("plans:where", async (ctx) => show(ctx, await places(ctx.language)));
  composer.callbackQuery(/^plans:region:(\w+):(\d{1,3})$/, async (ctx) => {
    const [, region = "", page] = ctx.match as RegExpMatchArray;
    if (!isRegionName(region) || !regions.includes(region as Region))
      return show(ctx, await places(ctx.language));
    const covered = await findCoverage(undefined);
    const data = { region: region as Region, covered, page: Number(page) };
    return show(ctx, regionView(ctx.language, data, placeLinks(ctx.language)));
  });
  composer.callbackQuery(/^plans:to:([A-Z]{2})(?::(\w+):(\d{1,3}))?$/, async (ctx) => {
    const [, country = "", kind, page] = ctx.match as RegExpMatchArray;
    await show(ctx, await plans(ctx.language, country, kindOf(kind), Number(page ?? 0)));
  });
  composer.callbackQuery(/^plans:cover:([A-Z]{2}):(\w+):(\d{1,3})$/, async (ctx) => {
    const [, country = "", kind, page] = ctx.match as RegExpMatchArray;
    const list = {
      title: "",
      plans: await findPlans(undefined, country),
      kind: kindOf(kind),
      page: Number(page),
    };
    await show(ctx, planCoverageView(ctx.language, list, `plans:to:${country}:${list.kind}:${page}`));
  });
  composer.callbackQuery(/^plans:choose(?::([A-Z]{2}):([\w-]{22}))?$/, async (ctx) => {
    const [, destination, plan = ""] = ctx.match as RegExpMatchArray;
    const planId = fromShortId(plan);
    if (destination && planId) await keepWish.pick(ctx.chatKnown.id, { destination, planId });
    await show(ctx, linkFirst(ctx.language));
  });

  return { composer, places, plans, trip, which };

  /** The ways to cover a trip with any card; undefined when there are none to compare. */
  async function trip(
    language: Localizer,
    looked: LookedFor,
    timeZone: string,
  ): Promise<RenderedMessage | undefined> {
    const found = await findTripWays(looked);
    if (!found || found.ways.length === 0) return undefined;
    const footer = [
      [{ text: language.text("renew.otherCountry"), callbackData: "plans:where" }, menuButton(language)],
    ];
    return tripView(language, { ...found, timeZone }, { way: () => "plans:choose", footer });
  }

  async function places(language: Localizer, note?: string): Promise<RenderedMessage> {
    const covered = await findCoverage(undefined);
    return placesView(
      language,
      {
        title: note ?? language.html("renew.whereToLook"),
        favourites: popularCountries.filter((code) => covered.has(code)).slice(0, FAVOURITES),
        covered,
      },
      placeLinks(language),
    );
  }

  async function plans(
    language: Localizer,
    country: string,
    kind: KindFilter = "all",
    page = 0,
    need: RenewalNeed = {},
    firstId?: string,
  ) {
    const found = await findPlans(undefined, country);
    if (found.length === 0) {
      return places(language, language.html("renew.notCovered", { country: language.countryName(country) }));
    }
    // What somebody recommended stands first.
    const sorted = inOrderOfNeed(found, need).sort(
      (a, b) => Number(b.id === firstId) - Number(a.id === firstId),
    );
    const title = language.html("renew.plansToLook", { country: language.flaggedCountry(country) });
    return plansView(
      language,
      { title, plans: sorted, need, kind, page },
      {
        plan: ({ id }) => `plans:choose:${country}:${shortId(id)}`,
        page: (ofKind, at) => `plans:to:${country}:${ofKind}:${at}`,
        coverage: (ofKind, at) => `plans:cover:${country}:${ofKind}:${at}`,
        footer: [
          [{ text: language.text("renew.otherCountry"), callbackData: "plans:where" }, menuButton(language)],
        ],
      },
    );
  }

  function which(language: Localizer, matches: { codes: string[]; together: boolean }): RenderedMessage {
    return matchesView(language, matches, placeLinks(language));
  }
}

export type Browse = ReturnType<typeof createBrowse>;

/** What somebody without an account sees when they want to buy. */
export function linkFirst(language: Localizer): RenderedMessage {
  return {
    text: language.html("renew.linkFirst"),
    keyboard: [
      [{ text: language.text("start.linkButton"), callbackData: "go:link" }],
      [menuButton(language)],
    ],
  };
}

const placeLinks = (language: Localizer) => ({
  to: (country: string) => `plans:to:${country}`,
  region: (region: Region, page: number) => `plans:region:${region}:${page}`,
  where: () => "plans:where",
  exit: menuButton(language),
});

const menuButton = (language: Localizer): MessageButton => ({
  text: language.text("common.menu"),
  callbackData: "go:start",
});

const kindOf = (text: string | undefined): KindFilter =>
  (planKinds as readonly (string | undefined)[]).includes(text) ? (text as KindFilter) : "all";
