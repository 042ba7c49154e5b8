import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createChatters, seedShelf } from "../kit/chatter.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
  await seedShelf(world);
});
afterEach(() => world.stop());

test.each([
  {
    languageCode: "en",
    asks: "how do I install it on my iphone",
    answer: "Mobile Service",
    button: "Ask a human",
  },
  { languageCode: "zh-hans", asks: "发票怎么开", answer: "收据", button: "我的订单" },
  { languageCode: "zh-hant", asks: "流量用完要先續還是後續", answer: "方案", button: "續費" },
])(
  "in $languageCode a common question is answered in place, with the button that acts on it",
  async (one) => {
    const mei = await createChatters(world)(one.languageCode);
    const [answer, ...more] = await mei.hears(one.asks);
    expect(answer).toContain(one.answer);
    expect(more).toEqual([]);
    expect(mei.buttons().flat().join()).toContain(one.button);
  },
);

test("which phone is asked when it was not said, and a question in the middle of a renewal leaves it going", async () => {
  const mei = await createChatters(world)("en");
  await mei.says("/renew Japan");
  const [which, question] = await mei.hears("how do I install the esim?");
  expect(which).toBe("Which of these?");
  expect(question).toContain("Japan week");
  await mei.presses("Install the eSIM on Android");
  expect(mei.messages().some(({ text }) => text.includes("SIM manager"))).toBe(true);
  await mei.presses("Japan week");
  expect(mei.sees()).toContain("To pay: $12.50");
});

test.each([
  ["en", "common questions"],
  ["en", "FAQ"],
  ["zh-hans", "常见问题"],
  ["zh-hant", "常見問題？"],
])("in %s the words of the button bring what it brings: %s", async (code, words) => {
  const mei = await createChatters(world)(code);
  await mei.says(words);
  expect(mei.buttons().length).toBeGreaterThan(12);
});
