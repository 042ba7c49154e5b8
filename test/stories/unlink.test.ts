import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { seedAccount } from "../kit/seed.ts";
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

test("unlinking asks once, and then nothing of the account is left in the chat", async () => {
  const anna = await linkedTraveller();
  await anna.says("/unlink");
  expect(anna.sees()).toContain("Unlink this chat from a•••@example.com?");
  expect(anna.buttons()).toEqual([["Yes, unlink", "No, keep it"]]);
  await anna.presses("Yes, unlink");
  expect(anna.sees()).toContain("Unlinked.");
  expect(await accountOf(anna.id)).toBeNull();
  await anna.says("/start");
  expect(anna.buttons()[0]).toEqual(["Link my account"]);
});

test("a change of mind keeps the account", async () => {
  const anna = await linkedTraveller();
  await anna.says("/unlink");
  await anna.presses("No, keep it");
  expect(anna.sees()).toContain("stays as it is");
  expect(await accountOf(anna.id)).not.toBeNull();
});

test("a chat that is not linked is told so, and how to link", async () => {
  const anna = world.traveller();
  await anna.says("/unlink");
  expect(anna.sees()).toContain("not linked");
  expect(anna.buttons()[0]).toEqual(["Link my account"]);
});

test("pressed ten times at once, it unlinks once and answers every press", async () => {
  const anna = await linkedTraveller();
  await anna.says("/unlink");
  const { messageId, callbackData } = anna.button("Yes, unlink")!;
  await Promise.all(Array.from({ length: 10 }, () => anna.pressesRaw(messageId, callbackData!)));
  expect(await accountOf(anna.id)).toBeNull();
  const answers = world.sandbox.botApi.calls().filter(({ method }) => method === "answerCallbackQuery");
  expect(answers).toHaveLength(10);
});

test("an old button does not unlink the account that came after", async () => {
  const anna = await linkedTraveller();
  await anna.says("/unlink");
  const { messageId, callbackData } = anna.button("Yes, unlink")!;
  const second = await seedAccount(world.app.database, { email: "work@example.com", chatId: anna.id });
  await anna.pressesRaw(messageId, callbackData!);
  expect(anna.sees()).toContain("linked to another account now");
  expect(await accountOf(anna.id)).toBe(second.id);
});

test("somebody else's button data unlinks nobody", async () => {
  const anna = await linkedTraveller();
  const mallory = world.traveller({ firstName: "Mallory" });
  await mallory.says("/start");
  await mallory.pressesRaw(mallory.screen().messageId, `unlink:yes:${await accountOf(anna.id)}`);
  expect(mallory.sees()).toContain("not linked");
  expect(await accountOf(anna.id)).not.toBeNull();
});

async function linkedTraveller() {
  const anna = world.traveller({ firstName: "Anna" });
  await seedAccount(world.app.database, { email: "anna@example.com", chatId: anna.id, firstName: "Anna" });
  return anna;
}

async function accountOf(chatId: number): Promise<string | null> {
  const chat = await world.app.database.prisma.chat.findUnique({ where: { id: BigInt(chatId) } });
  return chat?.accountId ?? null;
}
