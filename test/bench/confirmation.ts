import { setTimeout as delay } from "node:timers/promises";
import type { Sandbox } from "../../src/sandbox/contracts.ts";
import { startSandbox } from "../../src/sandbox/index.ts";
import type { Children } from "./children.ts";
import { percentiles } from "./load.ts";
import { type Place, secrets, settingsFor } from "./place.ts";
import { type Person, people } from "./updates.ts";

export interface ConfirmationReport {
  place: Place["name"];
  orders: number;
  p50Ms: number;
  p99Ms: number;
}

const GIVE_UP_MS = 30_000;

/**
 * From the moment the money is taken on the checkout page to *Renewed* in the chat, one order at a time: the
 * provider's webhook, the question back to it, the job, the carrier, the outbox and two messages.
 */
export async function measureConfirmation(
  children: Children,
  place: Place,
  orders: number,
): Promise<ConfirmationReport> {
  let appUrl = "http://127.0.0.1:9";
  const sandbox = await startSandbox({
    appUrl: () => appUrl,
    ...secrets,
    controls: {
      now: () => new Date(),
      advanceTime: async () => {},
      carrierMood: () => "ok",
      setCarrierMood: () => {},
      cards: async () => [],
    },
  });
  const settings = await settingsFor(place, sandbox);
  appUrl = settings.PUBLIC_URL!;
  const bot = children.bot(settings);
  await isReady(appUrl);

  const latencies: number[] = [];
  for (const person of people.slice(0, orders)) {
    const sessionId = await order(sandbox, person);
    const begin = performance.now();
    const renewed = shows(sandbox, person, (text) => text.includes("Renewed"));
    await sandbox.checkout.act(sessionId, { type: "pay", method: "card", card: "good" });
    await renewed;
    latencies.push(performance.now() - begin);
    await sandbox.checkout.idle();
  }
  await bot.stop();
  await sandbox.close();
  const { p50Ms, p99Ms } = percentiles(latencies);
  return { place: place.name, orders, p50Ms, p99Ms };
}

/** The shortest way to a checkout page; answers its session. */
async function order({ botApi, checkout }: Sandbox, person: Person): Promise<string> {
  botApi.addPerson({ id: person.id, firstName: person.first_name, languageCode: person.language_code });
  const press = async (data: RegExp) => {
    const { messages } = botApi.chat(person.id);
    for (const { messageId, buttons } of messages.toReversed()) {
      const found = buttons.flat().find(({ callbackData }) => callbackData && data.test(callbackData));
      if (found) return void (await botApi.press(person.id, messageId, found.callbackData!));
    }
    throw new Error(`No button ${data} after:\n${messages.map(({ text }) => text).join("\n---\n")}`);
  };
  const known = new Set(checkout.sessions().map(({ id }) => id));
  botApi.send(person.id, { kind: "text", text: "/renew Japan" });
  await botApi.idle();
  await press(/^renew:plan:/);
  await botApi.idle();
  const session = checkout.sessions().find(({ id }) => !known.has(id));
  if (!session) throw new Error(`No checkout after:\n${botApi.chat(person.id).messages.at(-1)?.text}`);
  return session.id;
}

function shows({ botApi }: Sandbox, person: Person, isIt: (text: string) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new Error("No confirmation"))), GIVE_UP_MS);
    const unsubscribe = botApi.onChange(() => {
      if (botApi.chat(person.id).messages.some(({ text }) => isIt(text))) settle(resolve);
    });
    const settle = (end: () => void) => {
      clearTimeout(timer);
      unsubscribe();
      end();
    };
  });
}

async function isReady(url: string): Promise<void> {
  for (let tries = 0; tries < GIVE_UP_MS / 50; tries++) {
    const response = await fetch(`${url}/readyz`).catch(() => undefined);
    if (response?.ok) return;
    await delay(50);
  }
  throw new Error("The bot did not become ready");
}
