import { inspect } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { codeIn, mailsTo } from "../kit/mail.ts";
import { seedAccount, seedCard, seedPlan } from "../kit/seed.ts";
import { startWorld } from "../kit/world.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());

test("a whole session, with everything that can fail failing once, leaves no secret in any log line", async () => {
  const world = await startWorld({ database, settings: { LOG_LEVEL: "debug" } });
  for (const message of ["Update failed", "Request failed", "Notice refused by Telegram"]) {
    world.log.expectErrors(message);
  }
  const { id: accountId, email } = await seedAccount(world.app.database, {
    email: "anna.secret@example.com",
  });
  const card = await seedCard(world.app.database, { accountId, label: "Anna's private label" });
  await seedPlan(world.app.database, { sku: "jp-week" });
  const { botApi, checkout, mailbox } = world.sandbox;
  const anna = world.traveller({ firstName: "Anna-of-the-logs" });

  await anna.says("/start");
  mailbox.setMood("refuses");
  await anna.says(`/link ${email}`);
  mailbox.setMood("ok");
  world.clock.advance(61_000);
  await anna.says(email);
  const code = codeIn(mailsTo(world, email).at(-1)!);
  botApi.addFault({ method: "sendMessage", code: "drop", times: 1 });
  await anna.says(code);
  botApi.addFault({ method: "sendMessage", code: 400, description: "Bad Request: chat is odd", times: 2 });
  await anna.says("/balance");
  await world.settled();
  await anna.says("/renew Japan");
  checkout.addFault({ status: 500, times: 8 });
  await anna.presses("Japan week");
  checkout.clearFaults();
  await anna.says("/renew Japan");
  await anna.presses("Japan week");
  const [session] = checkout.sessions();
  await checkout.act(session!.id, { type: "pay", method: "card", card: "declined" });
  await world.settled();
  await checkout.act(session!.id, { type: "pay", method: "card" });
  await world.settled();
  const url = `${world.app.url}/webhooks`;
  await fetch(`${url}/stripe`, { method: "POST", body: "{}", headers: { "stripe-signature": "t=1,v1=ff" } });
  await fetch(`${url}/carriers/ledger`, {
    method: "POST",
    body: "{}",
    headers: { "x-ledger-signature": "x" },
  });
  await anna.says("/unlink");
  await anna.presses("Yes, unlink");
  const held = await world.app.database.prisma.loginCode.findMany();

  const lines = world.log.lines.map((line) => inspect(line, { depth: 12 }));
  expect(lines.length).toBeGreaterThan(3);
  const secrets: Record<string, string> = {
    "bot token": "AAexampleexample",
    "webhook secret": "webhook-secret-of-the-tests",
    "payment key": "sk_test",
    "payment webhook secret": "whsec_",
    "ledger secret": "ledger-secret-of-the-tests",
    address: email,
    "part of the address": "anna.secret",
    code,
    "checkout page": session!.url,
    iccid: card.iccid,
    label: card.label,
    name: "Anna-of-the-logs",
  };
  for (const { codeHash } of held as unknown as { codeHash?: string }[]) {
    if (codeHash) secrets["hash of a code"] = codeHash;
  }
  for (const [what, secret] of Object.entries(secrets)) {
    expect(
      lines.filter((line) => line.includes(secret)),
      what,
    ).toEqual([]);
  }
  await world.stop();
});
