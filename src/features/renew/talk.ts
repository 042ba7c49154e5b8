import type { BotContext, Talk } from "../../bot/context.ts";
import type { TalkDefinition } from "../../bot/feature.ts";
import { parsePress } from "./answer.ts";
import type { SaidSlots } from "./said.ts";

export const RENEW_TALK = "renew@2";
export const CODE_TALK = "code@1";

/**
 * Asks for a promotion code and listens until one is known. The order it is for travels with the talk, since
 * it is no draft any more that could be found.
 */
export function createCodeTalk(
  step: (ctx: BotContext, number: string, begins: boolean) => Promise<boolean>,
  isElsewhere: (ctx: BotContext) => Promise<boolean>,
): TalkDefinition {
  return {
    id: CODE_TALK,
    async run(talk: Talk, _ctx, number: string) {
      if (await talk.external((outside) => step(outside, number, true))) return;
      const listening = talk.checkpoint();
      const answer = await talk.wait();
      // Whatever is pressed, back among it, ends the question.
      if (answer.callbackQuery) await talk.halt({ next: true });
      const isAsked = await talk.external(async (outside) => {
        if (!(await isElsewhere(outside))) return false;
        outside.repeatQuestion = () => step(outside, number, true);
        return true;
      });
      if (isAsked) await talk.skip({ next: true });
      if (await talk.external((outside) => step(outside, number, false))) return;
      await talk.rewind(listening);
    },
  };
}

/** The draft or order that a talk begins with, and what was said in the same breath. */
export interface Beginning {
  number: string;
  text?: string;
  said?: SaidSlots;
  trip?: SaidSlots;
}

/** `elsewhere`: what was said is none of the talk's, which stays where it is. */
export type Outcome = "open" | "over" | "elsewhere";

/**
 * The guided renewal. It asks and listens; what was chosen lives in the draft, so that nothing is lost with
 * the talk. Every answer rewinds it to the same place, which keeps its stored state the size of one wait.
 *
 * `step` deals with one update, puts what is to be shown on the talk's screen, and answers how the talk goes on.
 */
export function createRenewTalk(
  step: (ctx: BotContext, begun?: Beginning) => Promise<Outcome>,
  askAgain: (ctx: BotContext) => Promise<void>,
): TalkDefinition {
  return {
    id: RENEW_TALK,
    askAgain,
    async run(talk: Talk, _ctx, begun?: Beginning) {
      if ((await talk.external((outside) => step(outside, begun))) === "over") return;
      const listening = talk.checkpoint();
      const answer = await talk.wait();
      // Somebody else's button: it was pressed in the middle, and the talk goes on where it was.
      if (!answer.message && !parsePress(answer.callbackQuery?.data ?? "")) await talk.skip({ next: true });
      const outcome = await talk.external((outside) => step(outside));
      if (outcome === "over") return;
      if (outcome === "elsewhere") await talk.skip({ next: true });
      await talk.rewind(listening);
    },
  };
}
