import type { BotContext, Talk, TalkContext } from "../../bot/context.ts";
import type { TalkDefinition } from "../../bot/feature.ts";
import { meansElsewhere } from "../../bot/plain-words.ts";
import { reply } from "../../bot/show.ts";
import type { TalkScreen } from "../../bot/talk-screen.ts";
import type { Intent } from "../../domain/wish.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { TimeZones } from "../../i18n/time-zone-search.ts";
import type { Clock } from "../../ports/clock.ts";
import { askZoneView, zoneChoicesView, zoneUnknownView } from "../../views/settings.ts";
import type { SettingsPanel } from "./panel.ts";

export const TIME_ZONE_TALK = "time-zone@1";

/** A zone's button, in the talk and after it. */
export const ZONE_BUTTON = /^settings:zone:(.+)$/;
export const CANCEL_BUTTON = "settings:zone-cancel";

/** Where is your clock? → (which of these?) → the panel. Asks again until it knows, or is left. */
export function createTimeZoneTalk(deps: {
  languages: Languages;
  timeZones: TimeZones;
  clock: Clock;
  screen: TalkScreen;
  panel: SettingsPanel;
}): TalkDefinition {
  const { languages, timeZones, clock, screen, panel } = deps;

  return {
    id: TIME_ZONE_TALK,
    run: timeZoneTalk,
    askAgain: async (ctx) => void (await reply(ctx, askZoneView(ctx.language))),
  };

  async function timeZoneTalk(talk: Talk): Promise<void> {
    const listening = talk.checkpoint();
    const heard = hear(await talk.wait());
    if (!heard) return talk.skip({ next: true });
    const language = languages.in(await talk.external((ctx: BotContext) => ctx.language.locale));

    if (heard.type === "cancel") {
      return screen.say(talk, await talk.external((ctx) => panel.settingsView(ctx)));
    }
    const found =
      heard.type === "zone"
        ? [heard.zone].filter(timeZones.isTimeZone)
        : await talk.external(() =>
            timeZones.search(heard.text, { locale: language.locale, now: clock.now() }),
          );
    const [only] = found;
    if (only !== undefined && found.length === 1) {
      return screen.say(talk, await talk.external((ctx) => panel.setZone(ctx, only)));
    }
    if (found.length > 1) {
      const zones = found.map((id) => ({ id, shown: panel.zoneShown(id, language.locale) }));
      await screen.say(talk, zoneChoicesView(language, zones));
    } else if (heard.type === "text" && (await talk.external((ctx) => meansElsewhere(ctx, OWN)))) {
      return talk.skip({ next: true });
    } else if (heard.type === "text" && heard.text !== "") {
      await screen.say(talk, zoneUnknownView(language, heard.text));
    } else {
      await screen.say(talk, askZoneView(language));
    }
    await talk.rewind(listening);
  }
}

/** A place may be a destination elsewhere; here it is a clock. */
const OWN: readonly Intent[] = ["settings", "renew", "plans", "trip", "greeting", "other"];

type Heard = { type: "text"; text: string } | { type: "zone"; zone: string } | { type: "cancel" };

/** A photo or a sticker is a text without words; other features' buttons are no answer. */
function hear({ message, callbackQuery }: TalkContext): Heard | undefined {
  const data = callbackQuery?.data ?? "";
  if (data === CANCEL_BUTTON) return { type: "cancel" };
  const zone = ZONE_BUTTON.exec(data)?.[1];
  if (zone !== undefined) return { type: "zone", zone };
  return message && { type: "text", text: (message.text ?? message.caption ?? "").trim() };
}
