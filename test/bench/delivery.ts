import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Child, Children } from "./children.ts";
import type { Arrival, LimitedMessage, LimitedQuestion } from "./limited-stand-in.ts";
import { createLoad, percentiles } from "./load.ts";
import type { Part, PartOptions } from "./part.ts";
import { embeddedPlace, type Place, serverPlace, settingsFor } from "./place.ts";
import { priorityOf, type Queued } from "./queued.ts";
import { atLeast, atMost, machine, table } from "./report.ts";
import { people, says } from "./updates.ts";
import { busyShare } from "./usage.ts";

interface DeliveryReport {
  place: Place["name"];
  queued: number;
  answers: number;
  seconds: number;
  perSecond: number;
  /** Of what Telegram allows. */
  share: number;
  refused: number;
  /** When the last of each importance had arrived, in seconds: payment news, support, nudges, broadcasts. */
  lastAt: number[];
  answerP50Ms: number;
  answerP99Ms: number;
}

const LIMIT_PER_SECOND = 30;
const ANSWERS_PER_SECOND = 3;
const SHARE_GOAL = 0.95;
/** The pace comes to rest and the last few wait for their chats: what is measured is what lies between. */
const EDGE_SECONDS = 2;

/** What waits in the outbox leaves at Telegram's pace, while people are answered. */
export const delivery: Part = {
  name: "delivery",
  about: "3,000 waiting messages against Telegram's limits",
  async run({ quick, server, wanted, children }: PartOptions) {
    const queued: Queued = quick
      ? { paymentNews: 20, support: 15, nudges: 115, broadcasts: 300 }
      : { paymentNews: 100, support: 40, nudges: 860, broadcasts: 2_000 };
    const busyBefore = await busyShare();
    const reports: DeliveryReport[] = [];
    if (wanted("PGlite")) reports.push(await measure(children, await embeddedPlace(), queued));
    if (server && wanted("PostgreSQL")) {
      reports.push(await measure(children, await serverPlace(server), queued));
    }
    return { text: render(reports, busyBefore), figures: reports };
  },
};

async function measure(children: Children, place: Place, queued: Queued): Promise<DeliveryReport> {
  console.error(`${place.name}: delivery …`);
  try {
    await seed(children, place, queued);
    const standIn = await startStandIn(children);
    const ready = standIn.heard("webhook");
    const bot = children.bot(await settingsFor(place, { telegramApiRoot: standIn.url }));
    const { url } = await ready;
    const load = createLoad({ url, pid: bot.pid });

    const count = Object.values(queued).reduce((sum, each) => sum + each, 0);
    const latencies: number[] = [];
    let answers = 0;
    const underWay: Promise<void>[] = [];
    while ((await standIn.arrived()) < count + answers) {
      const begin = performance.now();
      const answered = load.post(says(people[answers++ % people.length]!, "/help"));
      underWay.push(answered.then(() => void latencies.push(performance.now() - begin)));
      await delay(1_000 / ANSWERS_PER_SECOND);
    }
    await Promise.all(underWay);
    const { arrivals, refused } = await standIn.arrivals();
    await load.close();
    const { p50Ms, p99Ms } = percentiles(latencies);
    return {
      place: place.name,
      ...{ queued: count, answers, refused },
      ...pace(arrivals),
      answerP50Ms: p50Ms,
      answerP99Ms: p99Ms,
    };
  } finally {
    await children.stopAll();
    await place.remove();
  }
}

/** How fast it went while there was enough to send, answers included. */
function pace(arrivals: Arrival[]): Pick<DeliveryReport, "seconds" | "perSecond" | "share" | "lastAt"> {
  const queued = arrivals.filter(({ chatId }) => priorityOf(chatId) !== undefined);
  const begin = queued[0]!.at;
  const end = queued.at(-1)!.at;
  const [from, until] = [begin + EDGE_SECONDS * 1000, end - EDGE_SECONDS * 1000];
  const between = arrivals.filter(({ at }) => at >= from && at < until).length;
  const perSecond = (between / (until - from)) * 1000;
  const lastAt = [0, 1, 2, 3].map((priority) => {
    const last = queued.findLast(({ chatId }) => priorityOf(chatId) === priority);
    return last ? (last.at - begin) / 1000 : 0;
  });
  return { seconds: (end - begin) / 1000, perSecond, share: perSecond / LIMIT_PER_SECOND, lastAt };
}

async function seed(children: Children, place: Place, queued: Queued): Promise<void> {
  const seeding = children.fork("./seed-notices.ts", { ...place.settings, QUEUED: JSON.stringify(queued) });
  const [code] = await once(seeding.process, "exit");
  if (code !== 0) throw new Error("The outbox could not be filled");
}

async function startStandIn(children: Children) {
  const child: Child = children.fork("./limited-stand-in.ts");
  const heard = <Type extends LimitedMessage["type"]>(type: Type) =>
    child.message<LimitedMessage & { type: Type }>((message) => message.type === type);
  const ask = <Type extends LimitedQuestion["type"]>(type: Type) => {
    const answer = heard(type);
    child.process.send({ type } satisfies LimitedQuestion);
    return answer;
  };
  const { url } = await heard("listening");
  return {
    url,
    heard,
    arrived: async () => (await ask("count")).arrived,
    arrivals: () => ask("arrivals"),
  };
}

function render(reports: DeliveryReport[], busyBefore: number | undefined): string {
  const [first] = reports;
  if (!first) return "";
  const busy = busyBefore === undefined ? "" : `; ${Math.round(busyBefore * 100)} % busy before the start`;
  return [
    `${machine()}${busy}`,
    `${first.queued} waiting messages (payment news, support in one group, nudges, broadcasts), ${ANSWERS_PER_SECOND} answers a second beside them,`,
    `against a stand-in that takes 100 to 200 ms for a call and allows ${LIMIT_PER_SECOND} messages a second, 1 in a chat, 20 a minute in a group`,
    table(
      [
        "",
        "messages/s",
        "of the limit",
        "goal",
        "429s",
        "goal",
        "answered p50 ms",
        "p99 ms",
        "last payment news, support, nudge, broadcast",
      ],
      reports.map((report) => [
        report.place,
        report.perSecond.toFixed(1),
        report.share.toFixed(3),
        atLeast(report.share, SHARE_GOAL),
        String(report.refused),
        atMost(report.refused, 0),
        report.answerP50Ms.toFixed(0),
        report.answerP99Ms.toFixed(0),
        report.lastAt.map((seconds) => `${seconds.toFixed(0)} s`).join(", "),
      ]),
    ),
  ].join("\n");
}
