import type { BotContext, Talk } from "../../bot/context.ts";
import type { TalkDefinition } from "../../bot/feature.ts";
import { parsePress } from "./answer.ts";

/**
 * Asks for a promotion code and listens until one is known. The order it is for travels with the talk, since
 * it is no draft any more that could be found.
 */
export function createCodeTalk(
  step: (ctx: BotContext, number: string, begins: boolean) => Promise<boolean>,
): TalkDefinition {
  return {
    id: "code@1",
    async run(talk: Talk, _ctx, number: string) {
      if (await talk.external((outside) => step(outside, number, true))) return;
      const listening = talk.checkpoint();
      const answer = await talk.wait();
      // Whatever is pressed, back among it, ends the question.
      if (answer.callbackQuery) await talk.halt({ next: true });
      if (await talk.external((outside) => step(outside, number, false))) return;
      await talk.rewind(listening);
    },
  };
}

/** The draft or order that a talk begins with, and what was said in the same breath. */
export interface Beginning {
  number: string;
  text?: string;
}

/**
 * The guided renewal. It asks and listens; what was chosen lives in the draft, so that nothing is lost with
 * the talk. Every answer rewinds it to the same place, which keeps its stored state the size of one wait.
 *
 * `step` deals with one update, puts what is to be shown on the talk's screen, and answers whether the talk
 * is over.
 */
export function createRenewTalk(
  step: (ctx: BotContext, begun?: Beginning) => Promise<boolean>,
): TalkDefinition {
  return {
    id: "renew@1",
    async run(talk: Talk, _ctx, begun?: Beginning) {
      if (await talk.external((outside) => step(outside, begun))) return;
      const listening = talk.checkpoint();
      const answer = await talk.wait();
      // Somebody else's button: it was pressed in the middle, and the talk goes on where it was.
      if (!answer.message && !parsePress(answer.callbackQuery?.data ?? "")) await talk.skip({ next: true });
      if (await talk.external((outside) => step(outside))) return;
      await talk.rewind(listening);
    },
  };
}
