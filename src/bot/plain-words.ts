import type { Middleware } from "grammy";
import { faqIdsByIntent } from "../domain/faq.ts";
import { faqTopics, type Intent, intents } from "../domain/wish.ts";
import type { Faq } from "../i18n/faq.ts";
import type { Understand } from "../i18n/talk/understand.ts";
import { effectiveTimeZone } from "../i18n/time-zone.ts";
import type { Clock } from "../ports/clock.ts";
import type { ListCards } from "../use-cases/renewal/list-cards.ts";
import type { BotContext, Wish } from "./context.ts";
import type { Answer, Feature, Journey } from "./feature.ts";

/** Below it, it is kinder to ask than to act. */
export const SURE = 0.5;
/** What is typed where an answer was asked for is an answer, as long as it is not plainly something else. */
const SURE_ENOUGH_TO_LEAVE = 0.7;

/** What is understood so surely is not read again. */
const CERTAIN = 0.9;

/** Nothing was asked, so that nothing has to be asked again. */
const SMALL_TALK: readonly Intent[] = ["greeting", "thanks"];

/**
 * What a person says in plain words: understood at most once per update, and led to the answer or journey
 * that some feature has for it.
 */
export function createPlainWords(deps: {
  understand: Understand;
  clock: Clock;
  listCards: ListCards;
  faq: Faq;
  features: readonly Feature[];
}): {
  /** Lets everything behind it ask what was meant. */
  listen: Middleware<BotContext>;
  /** Answers or begins what was meant, once no talk wanted it; what nobody has anything for goes on. */
  act: Middleware<BotContext>;
} {
  const { understand, clock, listCards, faq, features } = deps;
  const answersByIntent = byIntent(features.flatMap(({ answers = [] }) => answers));
  const journeysByIntent = byIntent(features.flatMap(({ journeys = [] }) => journeys));
  const talks = features.flatMap(({ talks: own = [] }) => own);

  return {
    listen: async (ctx, next) => {
      let meant: Promise<Wish | undefined> | undefined;
      ctx.meant = () => {
        meant ??= read(ctx);
        return meant;
      };
      await next();
    },

    act: async (ctx, next) => {
      const wish = await ctx.meant();
      if (!wish) return next();
      const isTalking = Object.keys(ctx.conversation.active()).length > 0;
      for (const { takeUp } of features) if (!isTalking && (await takeUp?.(ctx, wish))) return;
      if (wish.confidence < SURE) return next();
      for (const { answer } of answersByIntent.get(wish.intent) ?? []) {
        if (!(await answer(ctx, wish))) continue;
        return SMALL_TALK.includes(wish.intent) ? undefined : goOn(ctx);
      }
      const [journey] = journeysByIntent.get(wish.intent) ?? [];
      if (!journey) return next();
      ctx.leftTalk = isTalking;
      await ctx.conversation.exitAll();
      await journey.begin(ctx, "", wish);
    },
  };

  async function read(ctx: BotContext): Promise<Wish | undefined> {
    const text = ctx.message?.text;
    if (text === undefined || text.startsWith("/")) return undefined;
    const { language, chatKnown } = ctx;
    const cards = chatKnown.accountId === null ? [] : await listCards(chatKnown.accountId);
    const understanding = understand(text, {
      locale: language.locale,
      now: clock.now(),
      timeZone: effectiveTimeZone(chatKnown, language),
      cards: cards.map(({ label, product, iccid }) => ({
        label: label || null,
        product: language.text(`product.${product}`),
        lastDigits: iccid.slice(-4),
      })),
    });
    return asQuestion({ ...understanding, text }, language.locale);
  }

  /** A common question that is put nearly word for word is that question, whatever else it may sound like. */
  function asQuestion(wish: Wish, locale: string): Wish {
    if (faq.isListMeant(wish.text, locale)) return { ...wish, intent: "faq", slots: {}, confidence: CERTAIN };
    if (wish.confidence >= CERTAIN) return wish;
    const entry = faq.meant(wish.text, locale);
    const answersAnyway = faqIdsByIntent[wish.intent]?.some((id) => id === entry?.id);
    if (!entry || answersAnyway) return wish;
    const topic = faqTopics.find((name) => name === entry.id);
    return { ...wish, intent: "faq", slots: topic ? { topic } : {}, confidence: CERTAIN };
  }

  /** What was being talked about moves below the answer. */
  async function goOn(ctx: BotContext): Promise<void> {
    if (ctx.repeatQuestion) return void (await ctx.repeatQuestion());
    const active = new Set(Object.keys(ctx.conversation.active()));
    for (const { id, askAgain } of talks) if (active.has(id)) return askAgain?.(ctx);
    for (const { askAgain } of features) if (await askAgain?.(ctx)) return;
  }
}

/** Whether the plain words at hand clearly ask for something that is not the talk's own. */
export async function meansElsewhere(ctx: BotContext, own: readonly Intent[]): Promise<boolean> {
  const wish = await ctx.meant();
  return wish !== undefined && isElsewhere(wish, own);
}

/** The same of a wish; a code that is spoken of without being named is nothing to leave a question for. */
export function isElsewhere({ intent, confidence, slots }: Wish, own: readonly Intent[]): boolean {
  if (intent === "promo_code" && slots.value === undefined) return false;
  return confidence >= SURE_ENOUGH_TO_LEAVE && !own.includes(intent);
}

function byIntent<Item extends Answer | Journey>(items: readonly Item[]): Map<Intent, Item[]> {
  return new Map(
    intents.map((intent) => [intent, items.filter((item) => item.intents?.includes(intent))] as const),
  );
}
