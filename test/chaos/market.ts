import { setTimeout as pause } from "node:timers/promises";
import { createChatWindows } from "./chat-window.ts";
import { createDashboard } from "./dashboard.ts";
import type { Outside } from "./outside.ts";
import { comeBack, createPaying } from "./paying.ts";
import type { Customer } from "./people.ts";
import { createProviderDesk } from "./provider.ts";
import type { Dice } from "./random.ts";
import type { ChaosOptions } from "./run.ts";
import { createShopping } from "./shopping.ts";
import type { Storm } from "./storm.ts";
import type { Weather } from "./weather.ts";

/**
 * Everybody buys and pays, some at the same time, until there are enough orders and the storm is over.
 * Answers the payments that somebody refunded or disputed by hand.
 */
export async function openMarket(deps: {
  options: ChaosOptions;
  customers: Customer[];
  outside: Outside;
  weather: Weather;
  dice: Dice;
  storm: Storm;
  blockers: Set<Customer>;
  onProgress: (share: number) => void;
  say: (what: string) => void;
}): Promise<ReadonlySet<string>> {
  const { options, customers, outside, weather, dice, storm, blockers } = deps;
  const { botApi, checkout } = outside;
  const desk = createProviderDesk(checkout);
  const dashboard = createDashboard({ checkout, desk, weather, dice: dice.fork() });
  const windows = createChatWindows(botApi);
  const end = Date.now() + options.mostShoppingMs;
  const laterOn: Promise<unknown>[] = [];
  const later = (work: () => Promise<void>) =>
    void laterOn.push(work().catch((error: Error) => console.error(error)));
  const orderIds = new Set<string>();
  const isOver = () => (orderIds.size >= options.orders && storm.isOver()) || Date.now() > end;

  const visitors = customers.map((customer) => {
    const own = { botApi, customer, window: windows(customer.id), dice: dice.fork() };
    return {
      customer,
      shop: createShopping({ ...own, isOver }),
      pay: createPaying({ ...own, checkout, desk, weather, later, blockers }),
    };
  });
  const waiting = [...visitors];

  async function serveOne(): Promise<void> {
    while (!isOver()) {
      const visitor = waiting.shift()!;
      if (botApi.chat(visitor.customer.id).blocked) comeBack(botApi, visitor.customer);
      const button = await visitor.shop();
      if (button) {
        const orderId = checkout.sessions().find(({ id }) => id === button.sessionId)?.clientReferenceId;
        if (orderId) orderIds.add(orderId);
        dashboard.reroll();
        await visitor.pay(button);
        later(() => dashboard.touch(button.sessionId));
      } else if (!isOver()) weather.count("customer: gave up before the pay button");
      waiting.push(visitor);
    }
  }

  async function strike(): Promise<void> {
    let tenths = 0;
    while (!isOver()) {
      const share = orderIds.size / options.orders;
      if (Math.floor(share * 10) > tenths) {
        tenths = Math.floor(share * 10);
        deps.say(`${orderIds.size} orders`);
      }
      deps.onProgress(share);
      await storm.at(share);
      await pause(100);
    }
  }

  await Promise.all([
    strike(),
    ...Array.from({ length: Math.min(options.atOnce, customers.length) }, serveOne),
  ]);
  storm.stop();
  await Promise.all(laterOn);
  await dashboard.settleRefunds();
  return dashboard.touched;
}
