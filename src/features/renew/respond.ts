import { MAX_DAYS } from "../../domain/plan.ts";
import { unreachable } from "../../domain/result.ts";
import { dayIn, isStartDay } from "../../domain/start-day.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { ChangeRenewal, ChoiceRefused, RenewalChoice } from "../../use-cases/renewal/change-renewal.ts";
import type { FindCoverage } from "../../use-cases/renewal/find-plans.ts";
import { openStep, type ReadRenewal, type Renewal } from "../../use-cases/renewal/read-renewal.ts";
import type { ReviseOrder } from "../../use-cases/renewal/revise-order.ts";
import { withMenuButton } from "../../views/menu.ts";
import { type Answer, isPriceAnswer, type TalkAnswer } from "./answer.ts";
import { linkFirst } from "./browse.ts";
import type { Checkout } from "./checkout.ts";
import { choiceOf, isChosen } from "./choice.ts";
import { createPriceAnswers, type PriceDeps } from "./price.ts";
import { pleaseAnswer, type ReadAnswer } from "./read-answer.ts";
import type { Response } from "./response.ts";
import type { RenewalWish } from "./said.ts";
import type { Screens, Viewer } from "./screens.ts";
import { placesOf } from "./stays.ts";
import { createTakeSaid, type TakeSaidDeps } from "./take-said.ts";
import { createTakeTrip, type TakeTripDeps } from "./take-trip.ts";

export interface RespondDeps extends Omit<PriceDeps, "summary">, TakeSaidDeps, TakeTripDeps {
  readRenewal: ReadRenewal;
  changeRenewal: ChangeRenewal;
  reviseOrder: ReviseOrder;
  findCoverage: FindCoverage;
  screens: Screens;
  checkout: Checkout;
  readAnswer: ReadAnswer;
}

export type RenewingChat = { id: bigint; accountId: string | null };

/**
 * One step of the talk: takes an answer, writes what it chooses into the draft, and says what to show next.
 * The draft is the one the button names, or the chat's newest. Undefined: the text was no answer, and means
 * something else.
 */
export function createRespond(deps: RespondDeps) {
  const { screens } = deps;
  const answerPrice = createPriceAnswers({ ...deps, summary });
  const takeSaid = createTakeSaid(deps);
  const trip = createTakeTrip(deps);

  return async function respond(
    chat: RenewingChat,
    viewer: Viewer,
    answer: Answer,
    number?: string,
  ): Promise<Response | undefined> {
    const { language } = viewer;
    if (!chat.accountId) return closing(linkFirst(language));
    const renewal = await deps.readRenewal(chat, number);
    if (!renewal) return closing(withMenuButton(language, language.html("renew.orderMoved")));
    if (isPriceAnswer(answer)) return answerPrice(renewal, viewer, answer);
    if (renewal.status === "draft") return take(chat, viewer, renewal, answer);
    return takeOfOrder(chat, viewer, renewal, answer);
  };

  /** A button of an order that is already to be paid: looking is free, changing makes a new draft of it. */
  async function takeOfOrder(
    chat: RenewingChat,
    viewer: Viewer,
    renewal: Renewal,
    answer: TalkAnswer,
  ): Promise<Response | undefined> {
    if (answer.type === "go_on" || isChosen(renewal, answer)) return summary(renewal, viewer);
    const revised = await deps.reviseOrder(renewal, { keepDraft: answer.type !== "stop" });
    if (!revised.ok) {
      const { html } = viewer.language;
      return closing(withMenuButton(viewer.language, html("renew.orderMoved")));
    }
    if (answer.type === "stop") return stopped(viewer);
    const draft = await deps.readRenewal(chat, revised.value.number);
    return take(chat, viewer, draft!, answer);
  }

  async function take(
    chat: RenewingChat,
    viewer: Viewer,
    renewal: Renewal,
    answer: TalkAnswer,
  ): Promise<Response | undefined> {
    switch (answer.type) {
      case "look":
        if (answer.look.at === "stays") return asking(renewal, trip.stays(renewal, viewer));
        return asking(renewal, await screens.look(renewal, viewer, answer.look));
      case "stays": {
        if (answer.stays.length !== placesOf(renewal).length) return goOn(renewal, viewer);
        const changed = await deps.changeRenewal(renewal, answer);
        if (!changed.ok) return refusedNow(chat, viewer, renewal, changed.error);
        return asking(changed.value, trip.stays(changed.value, viewer));
      }
      case "go_on":
        return goOn(renewal, viewer);
      case "stop":
        await deps.reviseOrder(renewal, { keepDraft: false });
        return stopped(viewer);
      case "text":
        return takeText(chat, viewer, renewal, answer);
      case "way": {
        const taken = await trip.take(renewal, viewer, answer);
        if (!taken.ok) return refusedNow(chat, viewer, renewal, taken.error);
        return goOn(taken.value.now, viewer, taken.value.note);
      }
      case "said":
      case "trip": {
        const taken = await takeSaid(renewal, viewer, answer.slots, answer.type === "trip");
        if (!taken.ok) return refusedNow(chat, viewer, renewal, taken.error);
        const { now, note, isNowhere } = taken.value;
        if (isNowhere) return asking(now, await screens.places(now, viewer, note));
        const ways = await trip.show(now, viewer);
        // They say what was understood by themselves.
        if (ways?.view) return asking(now, ways.view);
        const above = [note, ways?.note].filter(Boolean).join("\n\n") || undefined;
        return askOpen(
          now,
          viewer,
          openStep(now) === "destination" ? screens.aboveWhere(now, viewer, above) : above,
        );
      }
      case "not_text":
        return goOn(renewal, viewer, pleaseAnswer(renewal, viewer.language));
      case "start":
        if (answer.day !== "now" && !isStartDay(answer.day, dayIn(viewer.timeZone, viewer.now))) {
          await deps.changeRenewal(renewal, { type: "asking_start", asking: true });
          return goOn({ ...renewal, askingStart: true }, viewer, viewer.language.html("renew.dayPassed"));
        }
        return choose(chat, viewer, renewal, choiceOf(answer, viewer));
      default:
        return choose(chat, viewer, renewal, choiceOf(answer, viewer));
    }
  }

  async function choose(chat: RenewingChat, viewer: Viewer, renewal: Renewal, choice: RenewalChoice) {
    const changed = await deps.changeRenewal(renewal, choice);
    if (!changed.ok) return refusedNow(chat, viewer, renewal, changed.error);
    return goOn(changed.value, viewer);
  }

  async function refusedNow(
    chat: RenewingChat,
    viewer: Viewer,
    renewal: Renewal,
    error: ChoiceRefused,
  ): Promise<Response> {
    const current = await deps.readRenewal(chat, renewal.number);
    if (!current) return closing(withMenuButton(viewer.language, viewer.language.html("renew.orderMoved")));
    return refused(current, viewer, error);
  }

  async function refused(renewal: Renewal, viewer: Viewer, error: ChoiceRefused): Promise<Response> {
    const { html } = viewer.language;
    switch (error.type) {
      case "plan_gone":
        return goOn(renewal, viewer, html("renew.planGone"));
      case "price_changed":
        return goOn(renewal, viewer, html("renew.priceChanged"));
      case "card_gone":
        return goOn(renewal, viewer, html("renew.cardGone"));
      case "bad_days":
        return goOn(renewal, viewer, html("renew.badDays", { max: MAX_DAYS }));
      case "moved_meanwhile":
        if (renewal.status === "draft") return goOn(renewal, viewer);
        return closing(withMenuButton(viewer.language, html("renew.orderMoved")));
    }
  }

  async function takeText(
    chat: RenewingChat,
    viewer: Viewer,
    renewal: Renewal,
    said: { text: string; wish?: RenewalWish },
  ): Promise<Response | undefined> {
    const named = openStep(renewal) === "card" ? await screens.cardMeant(renewal, said.text) : undefined;
    if (named) return choose(chat, viewer, renewal, { type: "card", cardId: named });
    const covered = await deps.findCoverage(renewal.card ?? undefined);
    const today = dayIn(viewer.timeZone, viewer.now);
    const understood = deps.readAnswer(said, { renewal, covered, language: viewer.language, today });
    switch (understood.type) {
      case "elsewhere":
        return undefined;
      case "answer":
        return take(chat, viewer, renewal, understood.answer);
      case "which":
        return asking(renewal, screens.which(renewal, viewer, understood));
      case "not_covered": {
        const country = viewer.language.countryName(understood.country);
        const note = viewer.language.html("renew.notCovered", { country });
        return asking(renewal, await screens.places(renewal, viewer, note));
      }
      case "unclear":
        return goOn(renewal, viewer, understood.note);
      default:
        return unreachable(understood);
    }
  }

  /** The ways to cover the trip, else the open question, or the summary when none is. */
  async function goOn(renewal: Renewal, viewer: Viewer, note?: string): Promise<Response> {
    const ways = renewal.askingStart ? undefined : await trip.show(renewal, viewer, note);
    return ways?.view ? asking(renewal, ways.view) : askOpen(renewal, viewer, note ?? ways?.note);
  }

  async function askOpen(renewal: Renewal, viewer: Viewer, note?: string): Promise<Response> {
    if (!renewal.askingStart && openStep(renewal) === "summary") return summary(renewal, viewer, note);
    return asking(renewal, await screens.question(renewal, viewer, note));
  }

  async function summary(renewal: Renewal, viewer: Viewer, note?: string): Promise<Response> {
    const shown = await deps.checkout(renewal, viewer);
    switch (shown.type) {
      case "summary": {
        const text = [note, shown.note, shown.view.text].filter((part) => part !== undefined).join("\n\n");
        const view = { ...shown.view, text };
        return { view, done: true, renewal: { ...renewal, orderId: shown.orderId } };
      }
      case "plan_gone":
      case "price_changed":
        return chooseAgain(renewal, viewer, shown);
      case "moved_on":
        return closing(withMenuButton(viewer.language, viewer.language.html("renew.orderMoved")));
    }
  }

  /** The plan is not what it was: the other choices stay, in the draft or in a new one. */
  async function chooseAgain(
    renewal: Renewal,
    viewer: Viewer,
    why: { type: "plan_gone" | "price_changed" },
  ): Promise<Response> {
    const chat = { id: renewal.chatId, accountId: renewal.accountId };
    const revised = await deps.reviseOrder(renewal, { keepDraft: true });
    const draft = revised.ok ? await deps.readRenewal(chat, revised.value.number) : undefined;
    if (!draft) return closing(withMenuButton(viewer.language, viewer.language.html("renew.orderMoved")));
    await deps.changeRenewal(draft, { type: "no_plan" });
    return refused({ ...draft, plan: null, quantity: null }, viewer, { type: why.type });
  }
}

export type Respond = ReturnType<typeof createRespond>;

const asking = (renewal: Renewal, view: RenderedMessage): Response => ({ view, done: false, renewal });
const closing = (view: RenderedMessage): Response => ({ view, done: true });

const stopped = ({ language }: Viewer): Response =>
  closing(withMenuButton(language, language.html("renew.canceled")));
