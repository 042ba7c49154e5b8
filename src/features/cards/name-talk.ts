import type { BotContext, Talk, TalkContext } from "../../bot/context.ts";
import type { TalkDefinition } from "../../bot/feature.ts";
import { meansElsewhere } from "../../bot/plain-words.ts";
import { reply } from "../../bot/show.ts";
import type { TalkScreen } from "../../bot/talk-screen.ts";
import { parseLabel } from "../../domain/card-label.ts";
import type { Intent } from "../../domain/wish.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";

export const CARD_NAME_TALK = "card-name@1";

/** Its buttons, in the talk and after it. */
export const NAME_BUTTON = /^cards:(unname|keep):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** What shall I call it? → the card. Asks again until it hears a name, or is left. */
export function createCardNameTalk(deps: {
  screen: TalkScreen;
  /** Names the card if it is the person's, and answers what it is then. */
  rename(ctx: BotContext, cardId: string, label: string | null): Promise<RenderedMessage>;
  card(ctx: BotContext, cardId: string): Promise<RenderedMessage>;
  /** The question; undefined where the card is not the person's any more. */
  ask(ctx: BotContext, cardId: string, isRepeated: boolean): Promise<RenderedMessage | undefined>;
}): TalkDefinition {
  const { screen, rename, card, ask } = deps;

  return { id: CARD_NAME_TALK, run: cardNameTalk as TalkDefinition["run"] };

  async function cardNameTalk(talk: Talk, _ctx: TalkContext, cardId: string): Promise<void> {
    const listening = talk.checkpoint();
    const { message, callbackQuery } = await talk.wait();
    const pressed = NAME_BUTTON.exec(callbackQuery?.data ?? "");
    if (pressed?.[2] === cardId) {
      const view = await talk.external((ctx: BotContext) =>
        pressed[1] === "unname" ? rename(ctx, cardId, null) : card(ctx, cardId),
      );
      return screen.say(talk, view);
    }
    if (!message) return talk.skip({ next: true });

    if (await talk.external((ctx) => leaves(ctx, cardId))) return talk.skip({ next: true });
    const label = parseLabel(message.text ?? message.caption ?? "");
    if (label !== undefined) {
      return screen.say(talk, await talk.external((ctx: BotContext) => rename(ctx, cardId, label)));
    }
    const question = await talk.external(async (ctx: BotContext) => (await ask(ctx, cardId, true)) ?? null);
    if (!question) {
      return screen.say(talk, await talk.external((ctx: BotContext) => card(ctx, cardId)));
    }
    await screen.say(talk, question);
    await talk.rewind(listening);
  }

  /** A question in between is answered, and the name asked for again below it; it may also be left in words. */
  async function leaves(ctx: BotContext, cardId: string): Promise<boolean> {
    if (!(await meansElsewhere(ctx, MAY_BE_NAMES))) return false;
    const wish = await ctx.meant();
    if (wish?.intent !== "cancel" && !isSentence(ctx.message?.text ?? "")) return false;
    ctx.repeatQuestion = async () => {
      const question = await ask(ctx, cardId, false);
      if (question) await reply(ctx, question);
    };
    return true;
  }
}

/** Places, plans and people are what cards are called after. */
const MAY_BE_NAMES: readonly Intent[] = [
  ...([
    "renew",
    "plans",
    "trip",
    "offers",
    "settings",
    "language",
    "link",
    "greeting",
    "thanks",
    "other",
  ] as const),
  ...(["email", "iccid", "order_number", "promo_code"] as const),
];

/** A word or two are a name, whatever they mean. */
const isSentence = (text: string): boolean =>
  /[?？]/.test(text) || (text.match(/\p{Script=Han}|[\p{L}\p{N}']+/gu) ?? []).length >= 3;
