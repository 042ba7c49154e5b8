import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { startShopping } from "../kit/pay.ts";
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

const get = (path: string) => fetch(`${world.app.url}${path}`);

test.each([
  ["/pay/done?lang=en", "Thank you!", "en"],
  ["/pay/canceled?lang=zh-Hant", "還沒有付款", "zh-Hant"],
  ["/pay/done?lang=tlh", "Thank you!", "en"],
  ["/pay/canceled", "Not paid yet", "en"],
])("%s informs and leads back to Telegram", async (path, words, lang) => {
  const answer = await get(path);
  const html = await answer.text();
  expect(answer.status).toBe(200);
  expect(html).toContain(words);
  expect(html).toContain(`<html lang="${lang}">`);
  expect(html).toMatch(/href="https:\/\/t\.me\/\w+"/);
});

test("the pages are nobody else's: no third party, no cache, no referrer, no frame", async () => {
  const answer = await get("/pay/done?lang=en&session_id=cs_test_%3Cscript%3E");
  const policy = answer.headers.get("content-security-policy");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  const html = await answer.text();
  expect(html).not.toContain("<script");
  expect(html.replace(/https:\/\/t\.me\/\w+/, "")).not.toMatch(/https?:/);
});

test("opening the pages decides nothing, however often", async () => {
  const alice = await startShopping(world);
  const session = await alice.sessionId();
  const calls = world.sandbox.checkout.calls().length;
  for (let count = 0; count < 5; count++) {
    await get("/pay/canceled?lang=en");
    await get(`/pay/done?lang=en&session_id=cs_test_nobodys${count}`);
    await get(`/pay/done?lang=en&session_id=${"x".repeat(2000)}`);
  }
  await get(`/pay/done?lang=en&session_id=${session}`);
  await world.settled();
  expect((await alice.order()).status).toBe("awaiting_payment");
  expect(world.sandbox.checkout.calls()).toHaveLength(calls + 1);
});
