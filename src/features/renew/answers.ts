import type { BotContext, Wish } from "../../bot/context.ts";
import type { Answer } from "../../bot/feature.ts";
import { reply } from "../../bot/show.ts";
import type { FindCodeOrder } from "../../use-cases/promotion/find-code-order.ts";
import type { KeepCode } from "../../use-cases/promotion/keep-code.ts";
import type { FindOpenRenewal } from "../../use-cases/renewal/find-open-renewal.ts";
import type { FindPlans } from "../../use-cases/renewal/find-plans.ts";
import type { ListCards } from "../../use-cases/renewal/list-cards.ts";
import type { ReadRenewal, Renewal } from "../../use-cases/renewal/read-renewal.ts";
import { withMenuButton } from "../../views/menu.ts";
import { coverageAnswerView, keptCodeView, unknownCodeView } from "../../views/renewal/answers.ts";
import { RENEW_TALK } from "./talk.ts";

export interface RenewAnswersDeps {
  findPlans: FindPlans;
  listCards: ListCards;
  readRenewal: ReadRenewal;
  findOpenRenewal: FindOpenRenewal;
  findCodeOrder: FindCodeOrder;
  keepCode: KeepCode;
}

/** Letters that mean nothing look like codes. */
export const QUITE_SURE = 0.75;

/** As many places as one asks about in a breath. */
const MOST_PLACES = 3;

/** Questions about plans, and codes that are named in a sentence. `applyCode` shows the summary with the code. */
export function createRenewAnswers(
  deps: RenewAnswersDeps & { applyCode(ctx: BotContext, code: string, number: string): Promise<void> },
): Answer[] {
  return [
    { intents: ["faq"], answer: answerCoverage },
    { intents: ["promo_code"], answer: takeCode },
  ];

  /** "Does it work in Macau?": of the plan that is being looked at, else of what this card can take. */
  async function answerCoverage(ctx: BotContext, { slots }: Wish): Promise<boolean> {
    const countries = slots.countries?.slice(0, MOST_PLACES) ?? [];
    if (slots.topic !== "coverage" || countries.length === 0) return false;
    const { accountId } = ctx.chatKnown;
    const renewal = await lookedAt(ctx);
    const card = renewal?.card ?? (accountId === null ? undefined : (await deps.listCards(accountId))[0]);
    const places = await Promise.all(
      countries.map(async (country) => ({ country, plans: await deps.findPlans(card, country) })),
    );
    const view = coverageAnswerView(ctx.language, {
      places,
      plan: renewal?.plan ?? null,
      linked: accountId !== null,
    });
    await reply(ctx, view);
    return true;
  }

  async function lookedAt(ctx: BotContext): Promise<Renewal | undefined> {
    if (RENEW_TALK in ctx.conversation.active()) return deps.readRenewal(ctx.chatKnown);
    const number = await deps.findOpenRenewal(ctx.chatKnown);
    return number ? deps.readRenewal(ctx.chatKnown, number) : undefined;
  }

  async function takeCode(ctx: BotContext, { slots, confidence }: Wish): Promise<boolean> {
    const { value } = slots;
    if (value === undefined) {
      if (confidence < QUITE_SURE) return false;
      await reply(ctx, withMenuButton(ctx.language, ctx.language.html("talkReply.codeWelcome")));
      return true;
    }
    const number = await deps.findCodeOrder(ctx.chatKnown, value);
    if (number) {
      await deps.applyCode(ctx, value, number);
      return true;
    }
    const code = await deps.keepCode(ctx.chatKnown.id, value);
    const listens = RENEW_TALK in ctx.conversation.active();
    await reply(ctx, code ? keptCodeView(ctx.language, code, listens) : unknownCodeView(ctx.language, value));
    return true;
  }
}
