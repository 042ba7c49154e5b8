import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { openServer } from "../../src/db/server.ts";
import { findServer, serverTestDatabase, type TestDatabase } from "../kit/database.ts";
import { botMessages, messageFrom } from "../kit/odd.ts";
import { seedAccount, seedCard, seedPlan } from "../kit/seed.ts";
import { startTcpProxy, type TcpProxy } from "../kit/tcp-proxy.ts";
import type { Traveller } from "../kit/traveller.ts";
import { until } from "../kit/until.ts";
import { startWorld, type World } from "../kit/world.ts";

const serverUrl = await findServer();

describe.skipIf(!serverUrl)("two instances on one database", () => {
  let database: TestDatabase;
  let wire: TcpProxy;
  let connection: TestDatabase["connection"];
  let world: World;
  let other: App;
  let alice: Traveller;
  let lastId = 5_000_000;

  beforeEach(async () => {
    database = await serverTestDatabase(serverUrl!);
    const url = new URL(database.url!);
    wire = await startTcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
    url.hostname = "127.0.0.1";
    url.port = String(wire.port);
    connection = openServer(url.href, () => {});
    world = await startWorld({ database: { ...database, connection } });
    world.log.expectErrors("Outbox round failed");
    // The first one is the sender.
    await until("the lease", async () => (await world.app.database.prisma.lease.count()) > 0);
    other = await world.another(database.connection);
    alice = world.traveller();
    await alice.says("/start");
    const { id: accountId } = await seedAccount(world.app.database, { chatId: alice.id });
    await seedCard(world.app.database, { accountId, label: "Alice travel" });
    await seedPlan(world.app.database, { sku: "jp-week" });
    await seedPlan(world.app.database, { sku: "jp-day", kind: "daily", name: { en: "By the day" } });
  });
  afterEach(async () => {
    wire.mend();
    await other.stop();
    await world.stop();
    await connection.close();
    await wire.close();
    await database.close();
  });

  /** Brings an update to an instance, as Telegram's many connections may. */
  async function deliver(app: App, update: object): Promise<void> {
    const response = await fetch(`${app.url}/webhooks/telegram`, {
      method: "POST",
      headers: { "x-telegram-bot-api-secret-token": "webhook-secret-of-the-tests" },
      body: JSON.stringify(update),
    });
    expect(response.status).toBe(200);
  }
  const said = (text: string) => ({ update_id: ++lastId, message: messageFrom(alice, { text }) });
  const pressed = (label: string) => {
    const { messageId, callbackData } = alice.button(label)!;
    const { chat, from } = messageFrom(alice, {});
    const message = { message_id: messageId, chat, date: 1_795_000_000, text: "…" };
    return {
      update_id: ++lastId,
      callback_query: { id: String(lastId), from, message, chat_instance: "1", data: callbackData },
    };
  };

  test("a talk goes on from one to the other, question by question", async () => {
    await deliver(other, said("/renew"));
    await deliver(world.app, said("Japan"));
    await deliver(other, pressed("By the day"));
    await deliver(world.app, said("nonsense"));
    expect(alice.sees()).toContain("number of days");
    await deliver(other, said("5"));
    expect(alice.sees()).toContain("To pay: $62.50");
    expect(await world.app.database.prisma.order.count()).toBe(1);
  });

  test("the same update at both at once is answered once", async () => {
    for (const text of ["/renew", "Japan", "nonsense", "/cancel", "hello"]) {
      const before = botMessages(alice).length;
      const update = said(text);
      await Promise.all([world.app, other, world.app, other].map((app) => deliver(app, update)));
      expect(botMessages(alice).length - before, text).toBe(1);
    }
  });

  test("many updates of one chat at both at once corrupt no talk and make one order", async () => {
    await deliver(other, said("/renew Japan"));
    const updates = Array.from({ length: 10 }, () => pressed("Japan week"));
    await Promise.all(updates.map((update, at) => deliver(at % 2 ? other : world.app, update)));
    expect(await world.app.database.prisma.order.findMany({ select: { status: true } })).toEqual([
      { status: "awaiting_payment" },
    ]);
    expect(world.sandbox.checkout.sessions()).toHaveLength(1);

    const words = [
      "/renew",
      "Japan",
      "🙃",
      "/link",
      "x@example.com",
      "123456",
      "/cancel",
      "/renew",
      "France",
    ];
    await Promise.all(words.map((text, at) => deliver(at % 2 ? other : world.app, said(text))));
    await deliver(world.app, said("/cancel"));
    await deliver(other, said("/renew Japan"));
    expect(alice.sees()).toContain("Japan week");
    await deliver(world.app, pressed("By the day"));
    await deliver(other, said("3"));
    expect(alice.sees()).toContain("To pay: $37.50");
  });

  test("news is sent once, and when its sender dies the other one takes over", async () => {
    await deliver(other, said("/renew Japan"));
    await deliver(world.app, pressed("Japan week"));
    await pay();
    const news = () => botMessages(alice).filter(({ text }) => /Payment received|Renewed/.test(text));
    await until("the renewal", () => news().some(({ text }) => text.includes("Renewed")));
    await world.settled();
    expect(news()).toHaveLength(1);

    // The one that holds the lease loses the database, as if it had died; then its time runs out.
    wire.cut();
    const sorry = () => botMessages(alice).filter(({ text }) => text.includes("something went wrong"));
    await other.database.transact(({ say }) => say(BigInt(alice.id), { type: "apology" }, "test"));
    await other.outbox.drain();
    expect(sorry()).toHaveLength(0);
    await other.database.prisma.$executeRaw`UPDATE "Lease" SET until = now() - interval '1 second'`;
    await until("the other one to take over", () => sorry().length > 0);
    await other.outbox.drain();
    expect(sorry()).toHaveLength(1);
  });

  /** Pays what is open. */
  async function pay(): Promise<void> {
    const open = world.sandbox.checkout.sessions().find(({ status }) => status === "open");
    await world.sandbox.checkout.act(open!.id, { type: "pay", method: "card" });
  }
});
