import type { Children } from "./children.ts";
import { createLoad, type Load, median, type Steadiness, type Target, type Throughput } from "./load.ts";
import { type Place, startBot, startEcho, startStandIn } from "./place.ts";
import { balance, echo, renewal, type Scenario } from "./scenarios.ts";
import { residentMb } from "./usage.ts";

export interface ThroughputLine extends Throughput {
  name: string;
  /** Beside bare grammY in the same round: the median of all rounds. */
  ratio: number;
}

export interface LoadReport {
  place: Place["name"];
  flatOut: ThroughputLine[];
  steady: ({ name: string } & Steadiness)[];
  residentAfterLoadMb: number;
}

export interface LoadPlan {
  rounds: number;
  roundMs: number;
  steadyPerSecond: number;
  steadyMs: number;
}

interface Contestant {
  scenario: Scenario;
  load: Load;
}

const PACEMAKER = "(c) grammY echo";

/** All contestants on the same stand-in, a round each in turn, so that a busy moment of the machine hits all. */
export async function measureLoad(children: Children, place: Place, plan: LoadPlan): Promise<LoadReport> {
  const standIn = await startStandIn(children);
  const bot = await startBot({ children, place, standIn });
  const botTarget: Target = { url: bot.webhookUrl, pid: bot.pid };
  const load = createLoad(botTarget);
  const ours: Contestant[] = [
    { scenario: balance, load },
    { scenario: await renewal(load, standIn), load },
  ];
  const bare: Contestant[] = [
    {
      scenario: echo(PACEMAKER),
      load: createLoad(await startEcho(children, "./echo-grammy.ts", standIn.url)),
    },
    {
      scenario: echo("(d) Telegraf echo"),
      load: createLoad(await startEcho(children, "./echo-telegraf.ts", standIn.url)),
    },
  ];
  const contestants = [...ours, ...bare];

  for (const { scenario, load: itsLoad } of contestants) {
    await itsLoad.flatOut(scenario.nextUpdate, plan.roundMs);
  }
  const rounds: Throughput[][] = [];
  for (let round = 0; round < plan.rounds; round++) {
    const results: Throughput[] = [];
    for (const { scenario, load: itsLoad } of contestants) {
      results.push(await itsLoad.flatOut(scenario.nextUpdate, plan.roundMs));
    }
    rounds.push(results);
  }
  const steady: LoadReport["steady"] = [];
  for (const { scenario } of ours) {
    const figures = await load.steadily(scenario.nextUpdate, plan.steadyPerSecond, plan.steadyMs);
    steady.push({ name: scenario.name, ...figures });
  }

  const report: LoadReport = {
    place: place.name,
    flatOut: contestants.map(({ scenario }, index) => medians(scenario.name, rounds, index)),
    steady,
    residentAfterLoadMb: residentMb(bot.pid),
  };
  await Promise.all(contestants.map((contestant) => contestant.load.close()));
  await children.stopAll();
  return report;

  function medians(name: string, all: Throughput[][], index: number): ThroughputLine {
    const of = (pick: (figures: Throughput) => number) => median(all.map((round) => pick(round[index]!)));
    const pacemaker = contestants.findIndex(({ scenario }) => scenario.name === PACEMAKER);
    const hasCpu = all.every((round) => round[index]!.cpuMicrosPerUpdate !== undefined);
    return {
      name,
      perSecond: of(({ perSecond }) => perSecond),
      p50Ms: of(({ p50Ms }) => p50Ms),
      p99Ms: of(({ p99Ms }) => p99Ms),
      cpuMicrosPerUpdate: hasCpu ? of((figures) => figures.cpuMicrosPerUpdate!) : undefined,
      ratio: median(all.map((round) => round[index]!.perSecond / round[pacemaker]!.perSecond)),
    };
  }
}
