import { setTimeout as delay } from "node:timers/promises";
import type { Children } from "./children.ts";
import { median } from "./load.ts";
import { type Place, startBot, startStandIn } from "./place.ts";
import { residentMb } from "./usage.ts";

export interface StartReport {
  name: string;
  readyMs: number;
  residentMb: number;
}

/** From `node dist/main.js` to the webhook being set, the last thing it does; and its memory a second later. */
export async function measureStart(
  children: Children,
  name: string,
  starts: number,
  takePlace: () => Promise<Place>,
  leavePlace: (place: Place) => Promise<void>,
): Promise<StartReport> {
  const standIn = await startStandIn(children);
  const ready: number[] = [];
  const resident: number[] = [];
  for (let start = 0; start < starts; start++) {
    const place = await takePlace();
    const bot = await startBot({ children, place, standIn });
    ready.push(bot.startedInMs);
    await delay(1_000);
    resident.push(residentMb(bot.pid));
    await bot.stop();
    await leavePlace(place);
  }
  await children.stopAll();
  return { name, readyMs: median(ready), residentMb: median(resident) };
}
