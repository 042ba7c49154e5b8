import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { codeIn, mailsTo } from "../kit/mail.ts";
import { seedAccount } from "../kit/seed.ts";
import type { Traveller } from "../kit/traveller.ts";
import { startWorld, type World } from "../kit/world.ts";

const EMAIL = "anna@example.com";

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
  await seedAccount(world.app.database, { email: EMAIL });
});
afterEach(() => world.stop());

test("a new link is told to the account's other chats, and to nobody else", async () => {
  const anna = world.traveller({ firstName: "Anna", languageCode: "zh-hans" });
  await link(anna);
  expect(anna.messages().some(({ text }) => text.includes("另一个聊天"))).toBe(false);

  world.clock.advance(60_000);
  const other = world.traveller({ firstName: "<b>Bo & Co</b>" });
  await link(other);
  expect(anna.sees()).toContain("你的账号绑定了另一个聊天");
  expect(anna.sees()).toContain("<b>Bo & Co</b> 现在可以看到你的卡");
  expect(other.sees()).toContain("Welcome");
});

test("linking once more to the same account is no news", async () => {
  const anna = world.traveller({ firstName: "Anna" });
  const bo = world.traveller({ firstName: "Bo" });
  await link(anna);
  world.clock.advance(60_000);
  await link(bo);
  const told = anna.messages().length;
  world.clock.advance(60_000);
  await link(bo);
  expect(anna.messages()).toHaveLength(told);
});

async function link(person: Traveller): Promise<void> {
  await person.says(`/link ${EMAIL}`);
  await person.says(codeIn(mailsTo(world, EMAIL).at(-1)!));
}
