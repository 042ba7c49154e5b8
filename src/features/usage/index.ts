import { GrammyError, HttpError } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import { answered, type Feature } from "../../bot/feature.ts";
import { createShortcuts } from "../../bot/shortcuts.ts";
import { answerButton, reply } from "../../bot/show.ts";
import { showPhoto } from "../../bot/show-photo.ts";
import { cardNamed } from "../../domain/card-named.ts";
import { createLocalTime } from "../../domain/local-time.ts";
import { DAY_MS } from "../../domain/plan.ts";
import { dayIn, startOfDay } from "../../domain/start-day.ts";
import type { Slots } from "../../domain/wish.ts";
import { effectiveTimeZone } from "../../i18n/time-zone.ts";
import type { PaintUsage } from "../../ports/chart-painter.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { ReadUsage } from "../../use-cases/read-usage.ts";
import { linkFirstView, noCardsView } from "../../views/balance.ts";
import { type AskedDays, hasUsage, type UsagePeriod, usagePeriods, usageView } from "../../views/usage.ts";
import { shownDays, usageChart } from "../../views/usage-chart.ts";

const SHOW = /^usage:show:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?::(\d{1,2}))?$/;

/** `/usage` and the button under the balance: a picture of the days, and the same in words below it. */
export function createUsageFeature(deps: {
  readUsage: ReadUsage;
  paintUsage: PaintUsage;
  clock: Clock;
  log: Log;
}): Feature {
  const { readUsage, paintUsage, clock, log } = deps;
  const localTime = createLocalTime();
  const underWay = new Set<number>();
  const anytime = createShortcuts();

  anytime.command("usage", (ctx) => oneAtATime(ctx, () => showUsage(ctx, {})));
  anytime.callbackQuery(SHOW, (ctx) => {
    const [, cardId, days] = ctx.match;
    const period = usagePeriods.find((each) => each === Number(days));
    return oneAtATime(ctx, () => showUsage(ctx, { cardId, period }));
  });
  return {
    anytime,
    answers: [
      {
        intents: ["usage"],
        answer: (ctx, { slots }) => answered(oneAtATime(ctx, () => showUsage(ctx, { said: slots }))),
      },
    ],
  };

  /** Who presses twice gets one picture. */
  async function oneAtATime(ctx: BotContext, work: () => Promise<void>): Promise<void> {
    const chatId = ctx.chat!.id;
    if (underWay.has(chatId)) return answerButton(ctx, ctx.language.text("usage.coming"));
    underWay.add(chatId);
    try {
      await work();
    } finally {
      underWay.delete(chatId);
    }
  }

  /** The card that was named, if it is one of theirs. */
  async function readNamed(wish: Parameters<ReadUsage>[0], said: string | undefined) {
    const usage = await readUsage(wish);
    if (!usage || said === undefined) return usage;
    const card = cardNamed([usage.balance.shown, ...usage.balance.others], said);
    return card && card.id !== usage.balance.shown.id ? readUsage({ ...wish, cardId: card.id }) : usage;
  }

  async function showUsage(
    ctx: BotContext,
    { cardId, period, said = {} }: { cardId?: string; period?: UsagePeriod; said?: Slots },
  ): Promise<void> {
    const { language, chatKnown } = ctx;
    const { accountId } = chatKnown;
    const timeZone = effectiveTimeZone(chatKnown, language);
    const usage =
      accountId === null ? undefined : await readNamed({ accountId, cardId, timeZone }, said.card);
    const isGone = usage && cardId !== undefined && usage.balance.shown.id !== cardId;
    await answerButton(ctx, isGone ? language.text("balance.cardGone") : undefined);
    if (accountId === null) return void (await reply(ctx, linkFirstView(language)));
    if (!usage) return void (await reply(ctx, noCardsView(language)));

    const now = clock.now();
    const toLocal = localTime(timeZone);
    const asked = askedDays(said, now, timeZone);
    const shown = period ?? (asked && asked.from.getTime() < now.getTime() - 7 * DAY_MS ? 30 : 7);
    const view = usageView(language, usage, {
      period: shown,
      now,
      timeZone,
      toLocal,
      ...(asked && { asked }),
    });
    if (!hasUsage(usage)) return void (await reply(ctx, view));
    const days = shownDays(usage, shown, now, toLocal);
    const bytes = await paintUsage(usageChart(usage, days, toLocal));
    try {
      await showPhoto(ctx, { bytes, fileName: "usage.png" }, view);
    } catch (error) {
      if (!isRefused(error)) throw error;
      log.warn(
        { cardId: usage.balance.shown.id, err: { message: error.message } },
        "Chart not taken by Telegram",
      );
      await reply(ctx, view);
    }
  }
}

/** "Yesterday", "since Monday", "the last 3 days"; undefined where no days were said, or none that is over or begun. */
function askedDays({ from, until, days }: Slots, now: Date, timeZone: string): AskedDays | undefined {
  const today = dayIn(timeZone, now);
  const first =
    from ?? (days === undefined ? undefined : dayIn(timeZone, new Date(now.getTime() - (days - 1) * DAY_MS)));
  if (first === undefined || first > today) return undefined;
  const last = until !== undefined && until < today ? until : today;
  return { from: startOfDay(first, timeZone), last: startOfDay(last, timeZone) };
}

/** Whoever blocked the bot meanwhile is not told: that is dealt with for all answers alike. */
const isRefused = (error: unknown): error is GrammyError | HttpError =>
  error instanceof HttpError || (error instanceof GrammyError && error.error_code !== 403);
