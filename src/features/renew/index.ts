import { Composer } from "grammy";
import type { BotContext, Wish } from "../../bot/context.ts";
import type { Feature } from "../../bot/feature.ts";
import { meansElsewhere } from "../../bot/plain-words.ts";
import { answerButton, editOrSend, reply, show } from "../../bot/show.ts";
import { createTalkScreen } from "../../bot/talk-screen.ts";
import { parseOrderNumber } from "../../domain/order-number.ts";
import type { Intent } from "../../domain/wish.ts";
import { effectiveTimeZone } from "../../i18n/time-zone.ts";
import type { Clock } from "../../ports/clock.ts";
import type { BeginRenewal, RenewalWishes } from "../../use-cases/renewal/begin-renewal.ts";
import type { FindRepeat } from "../../use-cases/renewal/find-repeat.ts";
import type { KeepPanel } from "../../use-cases/renewal/keep-panel.ts";
import { withMenuButton } from "../../views/menu.ts";
import { type Answer, parsePress } from "./answer.ts";
import { createRenewAnswers, type RenewAnswersDeps } from "./answers.ts";
import { answers, begins, wishesOf } from "./arrivals.ts";
import { createLookAround, type LookAroundDeps } from "./look-around.ts";
import { createReadChange } from "./read-change.ts";
import type { ReadCorrection } from "./read-correction.ts";
import type { Respond } from "./respond.ts";
import type { Response } from "./response.ts";
import type { ReadTrip, RenewalWish } from "./said.ts";
import type { Viewer } from "./screens.ts";
import {
  type Beginning,
  CODE_TALK,
  createCodeTalk,
  createRenewTalk,
  type Outcome,
  RENEW_TALK,
} from "./talk.ts";

/** Choosing a plan and getting to the checkout page: /renew, /plans, "repeat my last plan", open orders. */
export function createRenewFeature(
  deps: RenewAnswersDeps &
    LookAroundDeps & {
      respond: Respond;
      beginRenewal: BeginRenewal;
      findRepeat: FindRepeat;
      keepPanel: KeepPanel;
      readCorrection: ReadCorrection;
      readTrip: ReadTrip;
      inline: Composer<BotContext>;
      clock: Clock;
    },
): Feature {
  const { respond, beginRenewal, findRepeat, keepPanel, browse, clock } = deps;

  const lookAround = createLookAround(deps);
  const readChange = createReadChange(deps);
  const screen = createTalkScreen<Response>(showPanel);
  const leftovers = new Composer<BotContext>();
  // A button of a talk that has ended, or of the summary: the talk goes on from there.
  leftovers.callbackQuery(/^renew:/, async (ctx) => {
    if (!parsePress(ctx.callbackQuery.data))
      return answerButton(ctx, ctx.language.text("common.staleButton"));
    await enter(ctx);
  });
  // Nothing but a code, while an order waits to be paid.
  leftovers.on("message:text", async (ctx, next) => {
    const { text } = ctx.message;
    const number = await deps.findCodeOrder(ctx.chatKnown, text);
    if (!number) return next();
    await applyCode(ctx, text, number);
  });

  return {
    anytime: browse.composer,
    screens: [screen.middleware],
    talks: [createRenewTalk(step, askAgain), createCodeTalk(codeStep, isNoCode)],
    leftovers,
    inline: deps.inline,
    answers: createRenewAnswers({ ...deps, applyCode }),
    takeUp: changeSummary,
    askAgain: showSummaryAgain,
    journeys: [
      {
        name: "renew",
        commands: ["renew"],
        intents: ["renew"],
        begin: (ctx, argument, wish) => begin(ctx, wishesOf(argument), argument, wish),
      },
      {
        name: "plans",
        commands: ["plans"],
        intents: ["plans"],
        begin: (ctx, argument, wish) => begin(ctx, wishesOf(argument), argument, wish),
      },
      {
        name: "code",
        commands: [],
        begin: (ctx, typed) => ctx.conversation.enter(CODE_TALK, parseOrderNumber(typed) ?? ""),
      },
      {
        name: "trip",
        commands: [],
        intents: ["trip"],
        begin: (ctx, argument, wish) => begin(ctx, {}, argument, wish),
      },
      { name: "next", commands: [], begin: beginNext },
      { name: "repeat", commands: [], begin: repeat },
      { name: "resume", commands: [], begin: (ctx, number) => enter(ctx, { number }) },
    ],
  };

  /** One update of the talk: its first, or an answer. */
  async function step(ctx: BotContext, begun?: Beginning): Promise<Outcome> {
    const { number, answer } = begun ? begins(begun) : await answers(ctx, (wish) => tripIn(ctx, wish));
    const response = await respond(ctx.chatKnown, viewerOf(ctx), answer, number);
    if (!response) return "elsewhere";
    screen.put(ctx, response);
    return response.done ? "over" : "open";
  }

  async function askAgain(ctx: BotContext): Promise<void> {
    const response = await respond(ctx.chatKnown, viewerOf(ctx), { type: "go_on" });
    if (response) await showPanel(ctx, response);
  }

  async function applyCode(ctx: BotContext, text: string, number: string): Promise<void> {
    const response = await respond(ctx.chatKnown, viewerOf(ctx), { type: "code", text }, number);
    if (response) await showPanel(ctx, response);
  }

  /** "No, 10 days": of the order whose summary is still being looked at. */
  async function changeSummary(ctx: BotContext, wish: Wish): Promise<boolean> {
    const change = await readChange(ctx.chatKnown, tripIn(ctx, wish), ctx.language.locale);
    if (!change) return false;
    if (change.said) await enter(ctx, change);
    else await ctx.conversation.enter(CODE_TALK, change.number);
    return true;
  }

  /** The summary that is still being looked at, which is no question and has no talk. */
  async function showSummaryAgain(ctx: BotContext): Promise<boolean> {
    const number = await deps.findOpenRenewal(ctx.chatKnown);
    if (!number) return false;
    const response = await respond(ctx.chatKnown, viewerOf(ctx), { type: "go_on" }, number);
    if (response) await showPanel(ctx, response);
    return response !== undefined;
  }

  /** Something else is asked for, and nobody made a code of these words. */
  async function isNoCode(ctx: BotContext): Promise<boolean> {
    const text = ctx.message?.text ?? "";
    if (!(await meansElsewhere(ctx, ABOUT_CODES))) return false;
    return (await deps.findCodeOrder(ctx.chatKnown, text)) === undefined;
  }

  /** The question for a code, or what was typed there. */
  async function codeStep(ctx: BotContext, number: string, begins: boolean): Promise<boolean> {
    const text = ctx.message?.text;
    const answer: Answer =
      begins || text === undefined ? { type: "ask_code", isPleaded: !begins } : { type: "code", text };
    const response = await respond(ctx.chatKnown, viewerOf(ctx), answer, number);
    if (response) await showPanel(ctx, response);
    return response?.done ?? true;
  }

  async function begin(ctx: BotContext, wishes: RenewalWishes, typed: string, wish?: Wish): Promise<void> {
    const { id, accountId, defaultCardId } = ctx.chatKnown;
    if (!accountId) {
      await show(ctx, await lookAround(ctx, viewerOf(ctx), wishes, wish ? tripIn(ctx, wish) : typed));
      return;
    }
    const number = await beginRenewal({ id, accountId, defaultCardId }, wishes);
    if (!number) {
      await show(ctx, withMenuButton(ctx.language, ctx.language.html("renew.noCards")));
      return;
    }
    // "/renew Japan" answers the first question in the same breath.
    const isSaid = typed !== "" && Object.keys(wishes).length === 0;
    await enter(ctx, {
      number,
      ...(isSaid && { text: typed }),
      ...(wish && { [wish.intent === "trip" ? "trip" : "said"]: tripIn(ctx, wish).slots }),
    });
  }

  /** The next plan of a trip that takes several. */
  async function beginNext(ctx: BotContext, number: string): Promise<void> {
    const { id, accountId } = ctx.chatKnown;
    const before = await deps.readRenewal(ctx.chatKnown, parseOrderNumber(number) ?? "");
    const [next, ...rest] = before?.need.next ?? [];
    if (!accountId || !before || !next) return begin(ctx, {}, "");
    const startsAt = next.startsAt ? new Date(next.startsAt) : null;
    const begun = await beginRenewal(
      { id, accountId },
      {
        ...(before.card && { cardId: before.card.id }),
        destination: next.country,
        planId: next.planId,
        quantity: next.quantity,
        startsAt: startsAt && startsAt > clock.now() ? startsAt : null,
        ...(rest.length > 0 && { need: { next: rest } }),
      },
    );
    if (begun) await enter(ctx, { number: begun });
  }

  async function repeat(ctx: BotContext, cardId: string): Promise<void> {
    const { id, accountId } = ctx.chatKnown;
    const last = accountId ? await findRepeat(accountId, cardId || undefined) : undefined;
    if (!accountId || !last) return begin(ctx, cardId ? { cardId } : {}, "");
    const number = await beginRenewal({ id, accountId }, last);
    if (number) await enter(ctx, { number });
  }

  /** Shows the view and remembers the message that shows it; an older one loses its buttons. */
  async function showPanel(ctx: BotContext, { view, renewal }: Response): Promise<void> {
    const pressed = ctx.callbackQuery?.message?.message_id;
    await answerButton(ctx);
    const messageId = pressed === undefined ? await reply(ctx, view) : await editOrSend(ctx, pressed, view);
    if (!renewal || renewal.panelMessageId === messageId) return;
    await keepPanel(renewal.orderId, messageId);
    if (renewal.panelMessageId !== null) {
      await ctx.api.editMessageReplyMarkup(ctx.chat!.id, renewal.panelMessageId).catch(() => {}); // gone or already without buttons
    }
  }

  function tripIn(ctx: BotContext, wish: Wish): RenewalWish {
    const { language, timeZone, now } = viewerOf(ctx);
    return deps.readTrip(wish, { locale: language.locale, timeZone, now });
  }

  function viewerOf(ctx: BotContext): Viewer {
    const { language } = ctx;
    return { language, timeZone: effectiveTimeZone(ctx.chatKnown, language), now: clock.now() };
  }
}

/** What is typed where a code is asked for, as long as it is not plainly a question. */
const ABOUT_CODES: readonly Intent[] = [
  "promo_code",
  "renew",
  "plans",
  "trip",
  "greeting",
  "thanks",
  "other",
];

/** Whatever else was being talked about is left. */
async function enter(ctx: BotContext, ...beginning: [] | [Beginning]): Promise<void> {
  await ctx.conversation.exitAll();
  await ctx.conversation.enter(RENEW_TALK, ...beginning);
}
