import { measureConfirmation } from "./confirmation.ts";
import { measureIntake } from "./intake.ts";
import type { Part, PartOptions } from "./part.ts";
import { embeddedPlace, type Place, seed, serverPlace, startStandIn } from "./place.ts";
import { machine, type Report, render } from "./report.ts";
import { measureStart } from "./start.ts";
import { countPerBalance } from "./statements.ts";
import { measureLoad } from "./throughput.ts";
import { busyShare } from "./usage.ts";

/** Updates, payments and starts of the whole bot in its own process, on both databases. */
export const bot: Part = {
  name: "bot",
  about: "updates, payments, starts and memory of the whole bot",
  run: measureBot,
};

async function measureBot({ quick, server, wanted, children }: PartOptions) {
  const size = quick
    ? { rounds: 3, roundMs: 1_000, steadyMs: 3_000, orders: 5, starts: 1 }
    : { rounds: 7, roundMs: 3_000, steadyMs: 20_000, orders: 50, starts: 5 };
  const plan = { rounds: size.rounds, roundMs: size.roundMs, steadyPerSecond: 100, steadyMs: size.steadyMs };
  const report: Report = {
    machine: machine(),
    busyBefore: await busyShare(),
    plan,
    load: [],
    cost: [],
    confirmation: [],
    intake: [],
    start: [],
  };
  if (wanted("PGlite")) await measure(embeddedPlace);
  if (server && wanted("PostgreSQL")) await measure(() => serverPlace(server));

  return { text: render(report), figures: report };

  async function measure(make: () => Promise<Place>): Promise<void> {
    const place = await make();
    const say = (what: string) => console.error(`${place.name}: ${what} …`);
    try {
      say("people and plans");
      await seed(children, place);
      say("load");
      report.load.push(await measureLoad(children, place, plan));
      say("statements");
      report.cost.push({ place: place.name, ...(await countPerBalance(children, place)) });
      say("payments");
      report.confirmation.push(await measureConfirmation(children, place, size.orders));
      say("payment news");
      const standIn = await startStandIn(children);
      const intakePlan = { rounds: 3, roundMs: plan.roundMs };
      report.intake.push(await measureIntake({ children, place, standIn }, intakePlan));
      say("starts");
      const keep = async () => {};
      const existing = `${place.name}, existing database`;
      report.start.push(await measureStart(children, existing, size.starts, async () => place, keep));
      const fresh = `${place.name}, empty database`;
      report.start.push(await measureStart(children, fresh, size.starts, make, ({ remove }) => remove()));
    } finally {
      await children.stopAll();
      await place.remove();
    }
  }
}
