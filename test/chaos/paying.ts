import { setTimeout as pause } from "node:timers/promises";
import type { BotApi, CheckoutAction, CheckoutProvider } from "../../src/sandbox/contracts.ts";
import type { Customer } from "./people.ts";
import type { ProviderDesk } from "./provider.ts";
import type { Dice } from "./random.ts";
import type { PayButton } from "./shopping.ts";
import type { Weather } from "./weather.ts";

/** What people do with a way to pay. */
type Mood =
  | "pays"
  | "is declined first"
  | "pays by a delayed method"
  | "leaves"
  | "cancels, then pays the old link"
  | "changes the plan, then pays the old link"
  | "pays twice, through a second link"
  | "pays another amount, through a second link"
  | "pays, and blocks the bot";

const MOODS: readonly (readonly [number, Mood])[] = [
  [50, "pays"],
  [14, "is declined first"],
  [11, "pays by a delayed method"],
  [5, "leaves"],
  [4, "cancels, then pays the old link"],
  [4, "changes the plan, then pays the old link"],
  [5, "pays twice, through a second link"],
  [1.5, "pays another amount, through a second link"],
  [4, "pays, and blocks the bot"],
];

const GOOD: readonly (readonly [number, CheckoutAction])[] = [
  [5, { type: "pay", method: "card" }],
  [2, { type: "pay", method: "paypal" }],
  [2, { type: "pay", method: "alipay" }],
];
const BAD: readonly CheckoutAction[] = [
  { type: "pay", method: "card", card: "declined" },
  { type: "pay", method: "card", card: "insufficient_funds" },
  { type: "pay", method: "paypal", wallet: "failed" },
  { type: "pay", method: "alipay", wallet: "failed" },
  { type: "pay", method: "alipay", wallet: "canceled" },
];

/** A customer at the hosted checkout page. `later` runs what happens after a while, and is awaited at the end. */
export function createPaying(deps: {
  botApi: BotApi;
  checkout: CheckoutProvider;
  desk: ProviderDesk;
  customer: Customer;
  weather: Weather;
  dice: Dice;
  later: (work: () => Promise<void>) => void;
  /** Who has blocked the bot at some time. */
  blockers: Set<Customer>;
}) {
  const { botApi, checkout, desk, customer, weather, dice, later, blockers } = deps;

  return async function pay({ sessionId, messageId, number }: PayButton): Promise<void> {
    const mood = dice.weighted(MOODS);
    weather.count(`customer: ${mood}`);
    if (dice.chance(0.4)) await pause(dice.between(0, 600));
    switch (mood) {
      case "pays":
        return payWell(sessionId);
      case "is declined first":
        await checkout.act(sessionId, dice.pick(BAD));
        await pause(dice.between(0, 700));
        return payWell(sessionId);
      case "pays by a delayed method":
        return payLater(sessionId);
      case "leaves":
        return visit((await checkout.act(sessionId, { type: "leave" })).returnUrl);
      case "cancels, then pays the old link":
        press(messageId, `renew:stop:${number}`);
        await pause(dice.between(0, 500));
        return payWell(sessionId);
      case "changes the plan, then pays the old link":
        press(messageId, `renew:other:${number}`);
        await pause(dice.between(0, 500));
        return payWell(sessionId);
      case "pays twice, through a second link":
        return payTwice(sessionId, (amount) => amount);
      case "pays another amount, through a second link":
        return payInstead(sessionId);
      case "pays, and blocks the bot":
        blockers.add(customer);
        botApi.block(customer.id);
        await payWell(sessionId);
        return comeBackLater();
    }
  };

  async function payWell(sessionId: string): Promise<void> {
    const paid = await checkout.act(sessionId, dice.weighted(GOOD));
    // Not every method is offered in every currency.
    const done = paid.error ? await checkout.act(sessionId, { type: "pay", method: "card" }) : paid;
    if (dice.chance(0.5)) await visit(done.returnUrl);
  }

  async function payLater(sessionId: string): Promise<void> {
    const done = await checkout.act(sessionId, { type: "pay-delayed" });
    if (dice.chance(0.5)) await visit(done.returnUrl);
    later(async () => {
      await pause(dice.between(300, 12_000));
      await checkout.act(sessionId, { type: "settle", outcome: dice.chance(0.7) ? "succeeded" : "failed" });
    });
  }

  async function payTwice(sessionId: string, amountOf: (amount: number) => number): Promise<void> {
    const second = await anotherLink(sessionId, amountOf);
    const first = payWell(sessionId);
    if (dice.chance(0.5)) await first;
    if (second) await checkout.act(second, { type: "pay", method: "card" });
    await first;
  }

  async function payInstead(sessionId: string): Promise<void> {
    const second = await anotherLink(sessionId, (amount) => amount + 100);
    if (second) await checkout.act(second, { type: "pay", method: "card" });
  }

  async function anotherLink(
    sessionId: string,
    amountOf: (amount: number) => number,
  ): Promise<string | undefined> {
    const session = checkout.sessions().find(({ id }) => id === sessionId);
    if (!session?.clientReferenceId) return undefined;
    const { clientReferenceId: orderId, amountTotal, currency } = session;
    return desk.anotherSession({ orderId, currency, amount: amountOf(amountTotal) });
  }

  /** The page sends the browser back to the bot, which may be down. */
  async function visit(returnUrl: string | undefined): Promise<void> {
    if (!returnUrl) return;
    await fetch(returnUrl, { signal: AbortSignal.timeout(3_000) }).then(
      (answer) => answer.arrayBuffer(),
      () => {},
    );
  }

  function comeBackLater(): void {
    later(async () => {
      await pause(dice.between(2_000, 12_000));
      comeBack(botApi, customer);
    });
  }

  function press(messageId: number, data: string): void {
    void botApi.press(customer.id, messageId, data, 3_000);
  }
}

/** Lets the bot in again where it was blocked, and says something, as people do who look in again. */
export function comeBack(botApi: BotApi, { id }: Customer): void {
  if (botApi.chat(id).blocked) botApi.unblock(id);
  botApi.send(id, { kind: "text", text: "/start" });
}
