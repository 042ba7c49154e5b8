import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { ShownMessage } from "../../src/sandbox/contracts.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { seedAccount, seedBundle, seedCard, seedPlan } from "../kit/seed.ts";
import type { Traveller } from "../kit/traveller.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
});
afterEach(() => world.stop());

const MOST_PRESSES = 300;

/** A key without its sentence, a variable without its value, or a value that is none. */
const RAW =
  /\{\{|\}\}|\$t\(|\bundefined\b|\bNaN\b|\[object|\bnull\b|\b[a-z]+[A-Z]?[a-zA-Z]*\.[a-z]+[A-Z][a-zA-Z]+\b/;

async function furnish(traveller: Traveller): Promise<void> {
  const { database: app } = world.app;
  const { id: accountId } = await seedAccount(app, { chatId: traveller.id });
  const asia = ["JP", "KR", "TW", "HK"];
  for (const label of ["Alice travel", "Long stay"]) {
    const card = await seedCard(app, {
      accountId,
      label,
      product: label === "Long stay" ? "yuanyou" : "heyon",
    });
    await seedBundle(app, { cardId: card.id, usedMb: 3000, countries: asia, voiceTotalMin: 100 });
  }
  await seedPlan(app, { sku: "jp-week" });
  await seedPlan(app, { sku: "day", kind: "daily", name: { en: "By the day" }, countries: asia });
  await seedPlan(app, { sku: "all", kind: "unlimited", fairUseMb: 5000, countries: ["*"] });
  for (let n = 0; n < 5; n++) {
    await seedPlan(app, {
      sku: `month-${n}`,
      kind: "monthly",
      days: 30,
      countries: asia,
      priceMinor: 2000 + n,
    });
  }
}

/** The kind of thing a button does, without whom it does it to. */
const kindOf = (data: string) =>
  data
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "uuid")
    .replace(/(HY|YY)-[0-9A-Z]{6}/g, "number")
    .replace(/:[\w-]{22}(?=:|$)/g, ":short")
    .replace(/:[A-Z]{2}(?=:|$)/g, ":country")
    .replace(/\d{4}-\d\d-\d\d/g, "day")
    .replace(/days:number:\d+/, "days:number:n")
    .replace(/:\d{3,}$/, ":price");

test.each(
  ["en", "zh-hans", "zh-hant"].flatMap((languageCode) => [
    [languageCode, "linked"],
    [languageCode, "not linked"],
  ]),
)(
  "in %s, %s: every button of every screen is answered and leads on",
  async (languageCode, state) => {
    const traveller = world.traveller({ languageCode: languageCode! });
    await traveller.says("/start");
    if (state === "linked") await furnish(traveller);
    const pressed = new Set<string>();
    const waiting: { data: string; path: string[] }[] = [];
    const look = (path: string[]) => {
      for (const message of traveller
        .messages()
        .filter(({ from }) => from === "bot")
        .slice(-1)) {
        inspect(message, path);
        for (const { callbackData: data, text } of message.buttons.flat()) {
          if (data === undefined || pressed.has(kindOf(data))) continue;
          pressed.add(kindOf(data));
          waiting.push({ data, path: [...path, text] });
        }
      }
    };
    for (const command of ["/start", "/balance", "/renew", "/plans", "/orders", "/settings", "/language"]) {
      await traveller.says(command);
      look([command]);
    }
    for (const command of ["/link", "/help", "/terms", "/paysupport", "/unlink", "/cancel"]) {
      await traveller.says(command);
      look([command]);
    }
    let presses = 0;
    // Choosing another language would change the words under test; whoever unlinks or leaves has seen enough.
    const isLast = (data: string) => /^(unlink:yes|language|privacy:sure)/.test(data);
    while (waiting.length > 0 && presses < MOST_PRESSES) {
      const { data, path } = waiting.shift()!;
      if (isLast(data)) continue;
      presses++;
      await traveller.says("/start");
      const { messageId } = traveller.screen();
      const answer = await world.sandbox.botApi.press(traveller.id, messageId, data);
      expect(answer, `answer to ${path.join(" → ")} (${data})`).toBeDefined();
      await world.settled();
      expect(world.log.unexpectedErrors(), path.join(" → ")).toEqual([]);
      expect(RAW.test(answer!.text ?? ""), `${answer!.text}`).toBe(false);
      look(path);
    }
    expect(presses).toBeGreaterThan(state === "linked" ? 30 : 10);
    expect(waiting.filter(({ data }) => !isLast(data))).toEqual([]);
  },
  120_000,
);

/** Every screen has a way on, fits into Telegram's limits, and shows nothing raw. */
function inspect({ text, buttons }: ShownMessage, path: string[]): void {
  const where = `${path.join(" → ")}: ${text}`;
  expect(text.length, where).toBeLessThanOrEqual(4096);
  expect(buttons.flat().length, where).toBeGreaterThan(0);
  expect(buttons.flat().length, where).toBeLessThanOrEqual(100);
  for (const button of buttons.flat()) {
    expect(Buffer.byteLength(button.callbackData ?? ""), where).toBeLessThanOrEqual(64);
    expect(button.text.trim(), where).not.toBe("");
    expect(RAW.test(button.text), `${button.text} at ${where}`).toBe(false);
  }
  expect(RAW.test(text.replaceAll(/\S+@\S+|\w+\.com/g, "")), where).toBe(false);
}
