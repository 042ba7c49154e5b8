import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { seedAccount, seedCard, seedPlan } from "../kit/seed.ts";
import { listenToStatements, type Statements } from "../kit/statements.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let statements: Statements;
let world: World;
beforeAll(async () => {
  database = await embeddedTestDatabase();
  statements = listenToStatements(database);
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
});
afterEach(() => world.stop());

test("a step of the renewal asks the database six times, and writes its talk only where that moved", async () => {
  const alice = world.traveller();
  const { id: accountId } = await seedAccount(world.app.database, { chatId: alice.id });
  await seedCard(world.app.database, { accountId });
  await seedPlan(world.app.database, { countries: ["JP"] });
  await alice.says("/renew");
  await world.settled();

  statements.length = 0;
  const calls = world.sandbox.botApi.calls().length;
  await alice.presses("🇯🇵 Japan");
  const ofStep = statements.filter((sql) => !/"OutboxNotice"|pgboss|"Lease"|"Transcript"/.test(sql));
  expect(ofStep.map((sql) => sql.match(/SELECT|INSERT|UPDATE|DELETE/)?.[0])).toEqual([
    "SELECT", // who writes
    "SELECT", // where the talk is, and whether this was dealt with
    "SELECT", // the draft
    "UPDATE", // with what was chosen
    "SELECT", // the plans
    "INSERT", // dealt with
  ]);
  expect(ofStep.filter((sql) => /(INSERT|UPDATE|DELETE)[^;]*"ConversationState"/.test(sql))).toEqual([]);
  const made = world.sandbox.botApi.calls().slice(calls);
  expect(made.map(({ method }) => method)).toEqual(["answerCallbackQuery", "editMessageText"]);
});
