import type { BotContext } from "../../bot/context.ts";
import { answerButton, editOrSend, show } from "../../bot/show.ts";
import type { Languages, MessageKey } from "../../i18n/localizer.ts";
import { effectiveTimeZone } from "../../i18n/time-zone.ts";
import { commonTimeZones, type TimeZones } from "../../i18n/time-zone-search.ts";
import type { Clock } from "../../ports/clock.ts";
import type { MessageButton, RenderedMessage } from "../../ports/messenger.ts";
import type { ChooseLanguage } from "../../use-cases/choose-language.ts";
import type { ChooseTimeZone } from "../../use-cases/choose-time-zone.ts";
import {
  followTelegramLabel,
  guessLabel,
  languageLabel,
  settingsText,
  type ZoneShown,
  zoneChosenText,
  zoneLabel,
  zonesText,
} from "../../views/settings.ts";
import { PanelMenu } from "./panel-menu.ts";

export interface PanelDeps {
  languages: Languages;
  timeZones: TimeZones;
  clock: Clock;
  chooseLanguage: ChooseLanguage;
  chooseTimeZone: ChooseTimeZone;
}

export interface SettingsPanel {
  menu: PanelMenu;
  showSettings(ctx: BotContext): Promise<void>;
  showLanguages(ctx: BotContext): Promise<void>;
  zoneShown(zone: string, locale: string): ZoneShown;
  /** Keeps a zone that exists, and answers the panel that says so. */
  setZone(ctx: BotContext, zone: string): Promise<RenderedMessage>;
  settingsView(ctx: BotContext, news?: string): Promise<RenderedMessage>;
}

/** The panel with its two lists, each of which leads back to it. */
export function createSettingsPanel(deps: PanelDeps): SettingsPanel {
  const { languages, timeZones, clock, chooseLanguage, chooseTimeZone } = deps;

  const menu = new PanelMenu("settings", { shape: "1", onOutdated: (ctx) => showSettings(ctx) }).dynamic(
    ({ language }, range) =>
      range
        .text(language.text("settings.languageButton"), (ctx) => showLanguages(ctx))
        .text(language.text("settings.timeZoneButton"), (ctx) => showZones(ctx)),
  ) as PanelMenu;

  const languageMenu = new PanelMenu("language", {
    shape: languages.locales.join(),
    onOutdated: (ctx) => showLanguages(ctx),
  }).dynamic((person, range) => {
    const { locale: chosen, telegramLanguage } = person.chatKnown;
    for (const locale of languages.locales) {
      const text = languageLabel(languages.in(locale), locale === chosen);
      range.text(text, (ctx) => setLanguage(ctx, locale)).row();
    }
    const telegram = languages.in(languages.resolve({ locale: null, telegramLanguage }));
    const text = followTelegramLabel(person.language, telegram, chosen === null);
    range.text(text, (ctx) => setLanguage(ctx, null)).row();
    range.text(person.language.text("common.back"), (ctx) => showSettings(ctx));
  }) as PanelMenu;

  const zoneMenu = new PanelMenu("zones", {
    shape: commonTimeZones.join(),
    onOutdated: (ctx) => showZones(ctx),
  }).dynamic((person, range) => {
    const { locale } = person.language;
    const chosen = person.chatKnown.timeZone;
    for (const [index, zone] of commonTimeZones.entries()) {
      const text = zoneLabel(zoneShown(zone, locale), zone === chosen);
      range.text(text, (ctx) => pressZone(ctx, zone));
      if (index % 2 === 1) range.row();
    }
    range.row().text(guessLabel(person.language, chosen === null), (ctx) => pressZone(ctx, null));
    range.row().text(person.language.text("common.back"), (ctx) => showSettings(ctx));
  }) as PanelMenu;

  menu.register([languageMenu, zoneMenu]);
  return { menu, showSettings, showLanguages, zoneShown, setZone, settingsView };

  function zoneShown(zone: string, locale: string): ZoneShown {
    const time = languages.in(locale).format.time(clock.now(), zone);
    return { name: timeZones.nameOf(zone, locale), time };
  }

  function zoneOf({ chatKnown, language }: BotContext): ZoneShown {
    return zoneShown(effectiveTimeZone(chatKnown, language), language.locale);
  }

  async function settingsView(ctx: BotContext, news?: string): Promise<RenderedMessage> {
    const guessed = ctx.chatKnown.timeZone === null;
    return {
      text: settingsText(ctx.language, { zone: zoneOf(ctx), guessed, news }),
      keyboard: [
        ...(await menu.keyboard(ctx)),
        [
          { text: ctx.language.text("reminders.button"), callbackData: "reminders:open" },
          { text: ctx.language.text("offers.settingsButton"), callbackData: "offers:show" },
        ],
        ...accountRows(ctx),
        [{ text: ctx.language.text("common.menu"), callbackData: "go:start" }],
      ],
    };
  }

  async function showSettings(ctx: BotContext): Promise<void> {
    await show(ctx, await settingsView(ctx));
  }

  async function showLanguages(ctx: BotContext): Promise<void> {
    const keyboard = await languageMenu.keyboard(ctx);
    await show(ctx, { text: ctx.language.html("settings.languageTitle"), keyboard });
  }

  async function showZones(ctx: BotContext): Promise<void> {
    const [back, guess, ...zones] = (await zoneMenu.keyboard(ctx)).reverse();
    const type = { text: ctx.language.text("settings.timeZoneButtonType"), callbackData: "go:timezone" };
    const keyboard = [...zones.reverse(), [type, ...guess!], back!];
    await show(ctx, { text: zonesText(ctx.language, zoneOf(ctx)), keyboard });
  }

  /** From here on the same update is answered in the new language. */
  async function setLanguage(ctx: BotContext, locale: string | null): Promise<void> {
    await chooseLanguage(ctx.chatKnown.id, locale);
    ctx.chatKnown = { ...ctx.chatKnown, locale };
    ctx.language = languages.in(languages.resolve(ctx.chatKnown));
    await showWithToast(ctx, ctx.language.text("settings.languageSet"));
  }

  async function keepZone(ctx: BotContext, timeZone: string | null): Promise<void> {
    await chooseTimeZone(ctx.chatKnown.id, timeZone);
    ctx.chatKnown = { ...ctx.chatKnown, timeZone };
  }

  async function setZone(ctx: BotContext, zone: string): Promise<RenderedMessage> {
    await keepZone(ctx, zone);
    return settingsView(ctx, zoneChosenText(ctx.language, zoneOf(ctx)));
  }

  async function pressZone(ctx: BotContext, zone: string | null): Promise<void> {
    await keepZone(ctx, zone);
    const { name, time } = zoneOf(ctx);
    const toast =
      zone === null
        ? ctx.language.text("settings.timeZoneGuessed")
        : ctx.language.text("settings.timeZoneSet", { timeZone: name, time });
    await showWithToast(ctx, toast);
  }

  async function showWithToast(ctx: BotContext, toast: string): Promise<void> {
    const view = await settingsView(ctx);
    await answerButton(ctx, toast);
    await editOrSend(ctx, ctx.callbackQuery!.message!.message_id, view);
  }
}

/** What else can be set belongs to the account and has panels of its own. */
function accountRows({ language, chatKnown }: BotContext): MessageButton[][] {
  const button = (key: MessageKey, callbackData: string) => ({ text: language.text(key), callbackData });
  const own = [button("settings.cardsButton", "cards:list:0"), button("settings.chatsButton", "chats:list")];
  return [...(chatKnown.accountId === null ? [] : [own]), [button("settings.privacyButton", "privacy:show")]];
}
