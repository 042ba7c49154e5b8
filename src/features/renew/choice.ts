import { startOfDay } from "../../domain/start-day.ts";
import type { RenewalChoice } from "../../use-cases/renewal/change-renewal.ts";
import type { Renewal } from "../../use-cases/renewal/read-renewal.ts";
import type { TalkAnswer } from "./answer.ts";
import type { Viewer } from "./screens.ts";

/** Whether the answer is what the order says already: the same button pressed again. */
export function isChosen(renewal: Renewal, answer: TalkAnswer): boolean {
  switch (answer.type) {
    case "card":
      return renewal.card?.id === answer.cardId;
    case "destination":
      return renewal.destination === answer.country;
    case "plan":
      return renewal.plan?.id === answer.planId;
    case "days":
      return renewal.plan?.kind === "daily" && renewal.quantity === answer.count;
    default:
      return false;
  }
}

/** An answer that is one choice. */
export type Choosing = Exclude<
  TalkAnswer,
  { type: "look" | "go_on" | "stop" | "text" | "not_text" | "said" | "trip" | "way" | "stays" }
>;

/** What an answer writes into the draft. */
export function choiceOf(answer: Choosing, viewer: Viewer): RenewalChoice {
  switch (answer.type) {
    case "card":
      return answer;
    case "cards":
      return { type: "card", cardId: null };
    case "destination":
      return answer;
    case "plan":
      return answer;
    case "other_plan":
      return { type: "no_plan" };
    case "days":
      return { type: "quantity", days: answer.count };
    case "other_days":
      return { type: "quantity", days: null };
    case "when":
      return { type: "asking_start", asking: true };
    case "start":
      return {
        type: "start",
        startsAt: answer.day === "now" ? null : startOfDay(answer.day, viewer.timeZone),
      };
  }
}
