import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { findServer } from "../kit/database.ts";
import { createChildren } from "./children.ts";
import { measureConfirmation } from "./confirmation.ts";
import { measureIntake } from "./intake.ts";
import { embeddedPlace, type Place, seed, serverPlace, startStandIn } from "./place.ts";
import { machine, type Report, render } from "./report.ts";
import { measureStart } from "./start.ts";
import { countPerBalance } from "./statements.ts";
import { measureLoad } from "./throughput.ts";
import { busyShare } from "./usage.ts";

const USAGE = `npm run bench -- [options]
  --quick        about half a minute, rougher
  --json FILE    writes the figures there as well
  --only NAME    PGlite or PostgreSQL`;

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    only: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}

const size = options.quick
  ? { rounds: 3, roundMs: 1_000, steadyMs: 3_000, orders: 5, starts: 1 }
  : { rounds: 7, roundMs: 3_000, steadyMs: 20_000, orders: 50, starts: 5 };

const children = createChildren();
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

/** Measures everything on both databases; the places it makes are removed whatever happens. */
async function bench(): Promise<void> {
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
  const server = await findServer();
  const wanted = (name: string) => !options.only || options.only.toLowerCase() === name.toLowerCase();
  if (wanted("PGlite")) await measure(embeddedPlace);
  if (server && wanted("PostgreSQL")) await measure(() => serverPlace(server));

  console.log(`\n${render(report)}`);
  if (!server) {
    console.log("\nPostgreSQL was skipped: no server answers. TEST_DATABASE_URL says where one is.");
  }
  if (options.json) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);

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

bench().then(
  () => process.exit(0),
  async (error: Error) => {
    console.error(error);
    await children.stopAll();
    process.exit(1);
  },
);
