import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { embeddedTestDatabase, findServer, serverTestDatabase, type TestDatabase } from "../kit/database.ts";
import { codeIn, mailsTo } from "../kit/mail.ts";
import { botMessages } from "../kit/odd.ts";
import { seedAccount, seedBundle, seedCard, seedPlan } from "../kit/seed.ts";
import { startWorld } from "../kit/world.ts";

const serverUrl = await findServer();
const kinds: [string, () => Promise<TestDatabase>][] = [["embedded", embeddedTestDatabase]];
if (serverUrl) kinds.push(["PostgreSQL", () => serverTestDatabase(serverUrl)]);

describe.each(kinds)("on %s", (_kind, open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  test.each(["polling", "webhook"] as const)(
    "by %s, a stranger links, looks, renews and pays, with a restart before every answer",
    async (transport) => {
      const world = await startWorld({ database, transport });
      const { id: accountId } = await seedAccount(world.app.database, { email: "anna@example.com" });
      const card = await seedCard(world.app.database, { accountId, label: "Alice travel" });
      await seedBundle(world.app.database, { cardId: card.id, usedMb: 9_000 });
      await seedPlan(world.app.database, { sku: "jp-day", kind: "daily", name: { en: "By the day" } });
      const anna = world.traveller({ firstName: "Anna" });

      await anna.says("/start");
      await anna.presses("Link my account");
      await world.restart();
      await anna.says("anna@example.com");
      await world.restart();
      await anna.says(codeIn(mailsTo(world, "anna@example.com")[0]!));
      expect(anna.sees()).toContain("Welcome, Anna");
      await anna.presses("What is left");
      expect(anna.sees()).toContain("Alice travel");
      await world.restart();
      await anna.presses("Renew");
      await anna.says("Japan");
      await world.restart();
      await anna.presses("By the day");
      await world.restart();
      await anna.says("5");
      expect(anna.sees()).toContain("To pay: $62.50");
      const [session] = world.sandbox.checkout.sessions();
      await world.restart();
      await world.sandbox.checkout.act(session!.id, { type: "pay", method: "alipay" });
      await world.settled();
      expect(anna.sees()).toContain("Renewed");
      expect(botMessages(anna).filter(({ text }) => text.includes("Renewed"))).toHaveLength(1);
      await anna.says("/orders");
      expect(anna.sees()).toContain("renewed");
      await world.stop();
    },
    60_000,
  );

  test("an update whose process died before it could say so is taken up again, not left unanswered", async () => {
    const world = await startWorld({ database });
    const { id: accountId } = await seedAccount(world.app.database, { email: "anna@example.com" });
    await seedCard(world.app.database, { accountId });
    await seedPlan(world.app.database);
    const anna = world.traveller();
    const { prisma } = world.app.database;
    const again = async (text: () => string) => {
      const before = world.sandbox.botApi.calls().length;
      await anna.says(text());
      const { updateId } = await prisma.handledUpdate.findFirstOrThrow({ orderBy: { updateId: "desc" } });
      const [{ from }] = [anna.messages().at(-2)!];
      expect(from).toBe("person");
      await prisma.handledUpdate.delete({ where: { updateId } });
      await world.restart();
      const answers = botMessages(anna).length;
      const { chat, from: person, ...rest } = personMessage(anna.id, text());
      const response = await fetch(`${world.app.url}/webhooks/telegram`, {
        method: "POST",
        headers: { "x-telegram-bot-api-secret-token": "webhook-secret-of-the-tests" },
        body: JSON.stringify({ update_id: Number(updateId), message: { chat, from: person, ...rest } }),
      });
      expect(response.status).toBe(200);
      await world.settled();
      expect(botMessages(anna).length, text()).toBe(answers + 1);
      expect(world.sandbox.botApi.calls().length).toBeGreaterThan(before);
    };
    await again(() => "/link");
    await again(() => "anna@example.com");
    await again(() => codeIn(mailsTo(world, "anna@example.com").at(-1)!));
    await anna.says("/renew");
    await again(() => "Japan");
    await anna.presses("Japan week");
    expect(anna.messages().some(({ text }) => text.includes("To pay: $12.50"))).toBe(true);
    expect(await prisma.order.count()).toBe(1);
    await world.stop();
  });
});

function personMessage(id: number, text: string) {
  const person = { id, first_name: "Alice" };
  const entities = text.startsWith("/")
    ? [{ type: "bot_command", offset: 0, length: text.length }]
    : undefined;
  return {
    message_id: 1,
    date: 1_795_000_000,
    chat: { ...person, type: "private" },
    from: { ...person, is_bot: false, language_code: "en" },
    text,
    entities,
  };
}
