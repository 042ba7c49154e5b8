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
  const statementsSoFar = async (): Promise<string[]> => {
    counter.process.send("statements");
    return counter.message(() => true);
  };
  await statementsSoFar();
  const callsBefore = await standIn.calls();
  for (const person of asked) await load.post(says(person, "/balance"));
  const countBySql = new Map<string, number>();
  for (const sql of await statementsSoFar()) countBySql.set(sql, (countBySql.get(sql) ?? 0) + 1);
  const calls = (await standIn.calls()) - callsBefore;

  await load.close();
  await children.stopAll();
  // Only what ran for everybody belongs to the updates; the rest are timers.
  const perUpdate = [...countBySql.values()].map((count) => Math.floor(count / asked.length));
  return { statements: perUpdate.reduce((sum, count) => sum + count, 0), calls: calls / asked.length };
}
