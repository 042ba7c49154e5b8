import type { BotContext, Wish } from "../../bot/context.ts";
import type { Answer } from "../../bot/feature.ts";
import { createShortcuts, type Shortcuts } from "../../bot/shortcuts.ts";
import { answerButton, reply, show } from "../../bot/show.ts";
import { type FaqEntry, faqIdsByIntent } from "../../domain/faq.ts";
import type { Intent } from "../../domain/wish.ts";
import type { Faq } from "../../i18n/faq.ts";
import { faqAnswerView, faqChoiceView } from "../../views/faq.ts";

/** Common questions: answered in place, in the middle of any talk, each with the button that acts on it. */
export function createQuestions({ faq }: { faq: Faq }): { anytime: Shortcuts; answers: Answer[] } {
  const anytime = createShortcuts();
  anytime.callbackQuery("faq:list", (ctx) =>
    show(ctx, faqChoiceView(ctx.language, faq.entries(ctx.language.locale))),
  );
  anytime.callbackQuery(/^faq:show:([a-z_]{1,40})$/, async (ctx) => {
    const entry = faq.entry(ctx.match[1]!, ctx.language.locale);
    if (!entry) return answerButton(ctx, ctx.language.text("common.staleButton"));
    await show(ctx, faqAnswerView(ctx.language, entry));
  });

  const byThemselves = Object.keys(faqIdsByIntent) as Intent[];
  // A new password is asked for at once, on a journey of its own.
  const intents = [...byThemselves.filter((intent) => intent !== "password"), "faq" as const];
  return { anytime, answers: [{ intents, answer }] };

  async function answer(ctx: BotContext, wish: Wish): Promise<boolean> {
    const { language } = ctx;
    const meant = entriesFor(wish, language.locale);
    const [only] = meant;
    if (!only) return false;
    await reply(ctx, meant.length === 1 ? faqAnswerView(language, only) : faqChoiceView(language, meant));
    return true;
  }

  /** What the intent names; among several the one whose own words were said ("iPhone"), else all of them. */
  function entriesFor({ intent, slots, text }: Wish, locale: string): FaqEntry[] {
    const ids = slots.topic ? [slots.topic] : (faqIdsByIntent[intent] ?? []);
    const named = ids.flatMap((id) => faq.entry(id, locale) ?? []);
    if (faq.isListMeant(text, locale)) return [...faq.entries(locale)];
    if (named.length === 0) return faq.search(text, locale, 1);
    const said = named.filter((entry) =>
      ownWords(entry, named).some((word) => text.toLowerCase().includes(word)),
    );
    return said.length > 0 ? said : named;
  }
}

/** Words of its question that the others' questions lack. */
function ownWords({ question }: FaqEntry, all: readonly FaqEntry[]): string[] {
  const others = all.filter((entry) => entry.question !== question);
  if (others.length === 0) return [];
  const words = question.toLowerCase().match(/[a-z]{3,}|\p{Script=Han}{2}/gu) ?? [];
  return words.filter((word) => others.every((entry) => !entry.question.toLowerCase().includes(word)));
}
