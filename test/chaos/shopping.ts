import { setTimeout as pause } from "node:timers/promises";
import type { BotApi, ShownMessage } from "../../src/sandbox/contracts.ts";
import type { ChatWindow } from "./chat-window.ts";
import { type Customer, destinations } from "./people.ts";
import type { Dice } from "./random.ts";

/** The way to pay, as it stands on the screen. */
export interface PayButton {
  sessionId: string;
  /** HY-… or YY-… */
  number: string;
  messageId: number;
}

const MOST_BEGINNINGS = 12;
const MOST_ANSWERS = 9;
/** What is pressed first when several questions' buttons stand there. */
const QUESTIONS = [/^renew:card:/, /^renew:to:/, /^renew:plan:/, /^renew:days:/, /^renew:on:/];

/**
 * A renewal chosen in the chat, by pressing and typing, until the pay button is there. Whoever gets no answer
 * presses again or begins anew, as people do; undefined when even that did not help.
 */
export function createShopping(deps: {
  botApi: BotApi;
  customer: Customer;
  window: ChatWindow;
  dice: Dice;
  isOver: () => boolean;
}) {
  const { botApi, customer, window, dice, isOver } = deps;

  return async function shop(): Promise<PayButton | undefined> {
    for (let beginning = 0; beginning < MOST_BEGINNINGS && !isOver(); beginning++) {
      let before = signature(panel());
      begin(beginning);
      for (let answer = 0; answer < MOST_ANSWERS; answer++) {
        const shown = await window.sees(() => changedPanel(before), dice.between(3_000, 7_000));
        if (!shown) break;
        const pay = payButtonOf(shown);
        if (pay) return pay;
        before = signature(shown);
        if (!goOn(shown)) break;
      }
      await pause(dice.between(100, 800));
    }
    return undefined;
  };

  function begin(beginning: number): void {
    const heard = window.heard();
    const resume = heard
      .slice(-3)
      .flatMap(withData)
      .find(({ data }) => data.startsWith("go:resume:"));
    if (resume && dice.chance(0.5)) {
      press(resume.messageId, resume.data);
      return;
    }
    const newest = heard.at(-1);
    if (newest && beginning === 0 && dice.chance(0.3)) {
      press(newest.messageId, "go:repeat");
      return;
    }
    const words = dice.weighted([
      [5, "/renew"],
      [2, `/renew ${dice.pick(destinations)}`],
      [2, dice.pick(destinations)],
    ]);
    botApi.send(customer.id, { kind: "text", text: words });
  }

  /** Answers the question that is open; false when there is none to see. */
  function goOn(shown: ShownMessage): boolean {
    for (const question of QUESTIONS) {
      const answers = withData(shown).filter(({ data }) => question.test(data));
      if (answers.length === 0) continue;
      const { data } = dice.pick(answers);
      if (question.source.includes("renew:to:") && dice.chance(0.3)) {
        botApi.send(customer.id, { kind: "text", text: dice.pick(destinations) });
        return true;
      }
      press(shown.messageId, data);
      // Nervous fingers.
      if (dice.chance(0.08)) press(shown.messageId, data);
      return true;
    }
    return false;
  }

  function press(messageId: number, data: string): void {
    void botApi.press(customer.id, messageId, data, 3_000);
  }

  /** The newest message that asks something of the renewal or offers to pay. */
  function panel(): ShownMessage | undefined {
    return window.heard().findLast((message) => {
      const asks = withData(message).some(({ data }) => QUESTIONS.some((question) => question.test(data)));
      return asks || payButtonOf(message) !== undefined;
    });
  }

  function changedPanel(before: string): ShownMessage | undefined {
    const shown = panel();
    return signature(shown) === before ? undefined : shown;
  }
}

const withData = ({ messageId, buttons }: ShownMessage) =>
  buttons.flat().flatMap(({ callbackData: data }) => (data === undefined ? [] : [{ messageId, data }]));

const signature = (message: ShownMessage | undefined): string =>
  message ? JSON.stringify([message.messageId, message.text, message.buttons]) : "";

function payButtonOf({ messageId, text, buttons }: ShownMessage): PayButton | undefined {
  for (const { url } of buttons.flat()) {
    const sessionId = /\/c\/pay\/(cs_\w+)/.exec(url ?? "")?.[1];
    const number = /\b(?:HY|YY)-[0-9A-Z]{6}\b/.exec(text)?.[0];
    if (sessionId && number) return { sessionId, number, messageId };
  }
  return undefined;
}
