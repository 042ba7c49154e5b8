import type { Children } from "./children.ts";
import { createLoad } from "./load.ts";
import { type Place, settingsFor, startStandIn } from "./place.ts";
import { people, says } from "./updates.ts";

export interface CostOfOne {
  statements: number;
  calls: number;
}

/** What one balance check asks of the database and of Telegram, counted while many people make one each. */
export async function countPerBalance(children: Children, place: Place): Promise<CostOfOne> {
  const standIn = await startStandIn(children);
  const ready = standIn.webhookSet();
  const counter = children.fork(
    "./counted-app.ts",
    await settingsFor(place, { telegramApiRoot: standIn.url }),
  );
  const load = createLoad({ url: await ready, pid: counter.pid });
  // Whatever is prepared once is not counted.
  await load.post(says(people[0]!, "/balance"));

  const asked = people.slice(1, 101);
  const statements = async (): Promise<Record<string, number>> => {
    counter.process.send("statements");
    return counter.message(() => true);
  };
  const [callsBefore, statementsBefore] = [await standIn.calls(), await statements()];
  for (const person of asked) await load.post(says(person, "/balance"));
  const [callsAfter, statementsAfter] = [await standIn.calls(), await statements()];

  await load.close();
  await children.stopAll();
  // Only what ran for everybody belongs to the updates; the rest are timers.
  const perUpdate = Object.entries(statementsAfter).map(([sql, count]) =>
    Math.floor((count - (statementsBefore[sql] ?? 0)) / asked.length),
  );
  return {
    statements: perUpdate.reduce((sum, count) => sum + count, 0),
    calls: (callsAfter - callsBefore) / asked.length,
  };
}
