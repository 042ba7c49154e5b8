import type { BotContext, Talk, TalkContext } from "../../bot/context.ts";
import type { TalkDefinition } from "../../bot/feature.ts";
import type { TalkScreen } from "../../bot/talk-screen.ts";
import { parseLabel } from "../../domain/card-label.ts";
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
}
