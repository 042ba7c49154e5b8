import type { Localizer, MessageKey } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";

/** A zone as a person reads it. */
export interface ZoneShown {
  /** In the person's language. */
  name: string;
  /** What its clock shows now, like `14:02`. */
  time: string;
}

/** Language and clock, as they are. `news` is what has just changed. */
export function settingsText(
  language: Localizer,
  shown: { zone: ZoneShown; guessed: boolean; news?: string | undefined },
): string {
  const text = language.html(shown.guessed ? "settings.titleGuessed" : "settings.title", {
    language: language.text("language.name"),
    timeZone: shown.zone.name,
    time: shown.zone.time,
  });
  return shown.news === undefined ? text : `${shown.news}\n\n${text}`;
}

export const zoneChosenText = (language: Localizer, zone: ZoneShown): string =>
  language.html("settings.timeZoneSet", { timeZone: zone.name, time: zone.time });

export const zonesText = (language: Localizer, zone: ZoneShown): string =>
  language.html("settings.timeZoneTitle", { timeZone: zone.name, time: zone.time });

/** `Tokyo 14:02` */
export const zoneLabel = (zone: ZoneShown, chosen: boolean): string =>
  marked(`${zone.name} ${zone.time}`, chosen);

/** A language by its own name, whoever reads it. */
export const languageLabel = (named: Localizer, chosen: boolean): string =>
  marked(named.text("language.name"), chosen);

/** `Same as Telegram (English)` */
export const followTelegramLabel = (language: Localizer, telegram: Localizer, chosen: boolean): string =>
  marked(language.text("settings.followTelegram", { language: telegram.text("language.name") }), chosen);

export const guessLabel = (language: Localizer, chosen: boolean): string =>
  marked(language.text("settings.guessButton"), chosen);

const marked = (label: string, chosen: boolean) => (chosen ? `✓ ${label}` : label);

const button = (language: Localizer, key: MessageKey, callbackData: string): MessageButton => ({
  text: language.text(key),
  callbackData,
});

const cancelRow = (language: Localizer) => [button(language, "common.cancel", "settings:zone-cancel")];

/** The question where the person's clock is set. */
export function askZoneView(language: Localizer): RenderedMessage {
  return { text: language.html("settings.askTimeZone"), keyboard: [cancelRow(language)] };
}

/** What was typed is like no zone; a long text is not repeated in full. */
export function zoneUnknownView(language: Localizer, typed: string): RenderedMessage {
  const text = [...typed].length > 40 ? `${[...typed].slice(0, 40).join("")}…` : typed;
  return { text: language.html("settings.timeZoneUnknown", { text }), keyboard: [cancelRow(language)] };
}

/** Several zones may be meant: one button each, with its clock, which tells them apart. */
export function zoneChoicesView(
  language: Localizer,
  zones: { id: string; shown: ZoneShown }[],
): RenderedMessage {
  return {
    text: language.html("settings.timeZoneChoices"),
    keyboard: [
      ...zones.map(({ id, shown }) => [
        { text: zoneLabel(shown, false), callbackData: `settings:zone:${id}` },
      ]),
      cancelRow(language),
    ],
  };
}
