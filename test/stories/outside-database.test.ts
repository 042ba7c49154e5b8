import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openServer } from "../../src/db/server.ts";
import { findServer, serverTestDatabase, type TestDatabase } from "../kit/database.ts";
import { botMessages } from "../kit/odd.ts";
import { seedAccount, seedCard, seedPlan } from "../kit/seed.ts";
import { startTcpProxy, type TcpProxy } from "../kit/tcp-proxy.ts";
import type { Traveller } from "../kit/traveller.ts";
import { until } from "../kit/until.ts";
import { signLedger } from "../kit/usage-report.ts";
import { startWorld, type World } from "../kit/world.ts";

const serverUrl = await findServer();

describe.skipIf(!serverUrl)("the database is gone for a while", () => {
  let direct: TestDatabase;
  let wire: TcpProxy;
  let connection: TestDatabase["connection"];
  let world: World;
  let alice: Traveller;

  beforeEach(async () => {
    direct = await serverTestDatabase(serverUrl!);
    const url = new URL(direct.url!);
    wire = await startTcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
    url.hostname = "127.0.0.1";
    url.port = String(wire.port);
    connection = openServer(url.href, () => {});
    world = await startWorld({ database: { ...direct, connection } });
    for (const message of ["Update failed", "Request failed", "Outbox round failed"]) {
      world.log.expectErrors(message);
    }
    alice = world.traveller();
    const { id: accountId } = await seedAccount(world.app.database, { chatId: alice.id });
    await seedCard(world.app.database, { accountId, label: "Alice travel" });
    await seedPlan(world.app.database, { sku: "jp-week" });
  });
  afterEach(async () => {
    wire.mend();
    await world.stop();
    await connection.close();
    await wire.close();
    await direct.close();
  });

  const get = async (path: string) => (await fetch(`${world.app.url}${path}`)).status;
  const ready = () => until("the app to be ready", async () => (await get("/readyz")) === 200);

  /** Says it, and waits for whatever comes back, without asking the database whether all is done. */
  async function saysInTheDark(text: string): Promise<string> {
    const before = botMessages(alice).length;
    world.sandbox.botApi.send(alice.id, { kind: "text", text });
    await until("an answer", () => botMessages(alice).length > before);
    await world.sandbox.botApi.idle();
    expect(botMessages(alice)).toHaveLength(before + 1);
    return alice.sees();
  }

  test("everybody is told once, webhooks are asked to come again, and afterwards all goes on", async () => {
    await alice.says("/renew Japan");
    const plan = alice.button("Japan week")!;
    wire.cut();
    for (const text of ["/balance", "/start", "Japan", "hello", "/orders"]) {
      expect(await saysInTheDark(text), text).toContain("Sorry, something went wrong");
    }
    const before = botMessages(alice).length;
    expect(
      await world.sandbox.botApi.press(alice.id, plan.messageId, plan.callbackData!),
      "the press is answered",
    ).toBeDefined();
    await until("the apology", () => botMessages(alice).length === before + 1);
    expect(await get("/readyz")).toBe(503);
    expect(await get("/healthz")).toBe(200);
    const body = JSON.stringify({
      events: [
        { id: "1", iccid: "8999999000000000012", kind: "data", amount: 1, at: "2026-11-23T05:00:00Z" },
      ],
    });
    const report = await fetch(`${world.app.url}/webhooks/carriers/ledger`, {
      method: "POST",
      headers: { "x-ledger-signature": signLedger(body, world.clock.now()) },
      body,
    });
    expect(report.status).toBe(500);

    wire.mend();
    await ready();
    await alice.pressesRaw(plan.messageId, plan.callbackData!);
    expect(botMessages(alice).some(({ text }) => text.includes("To pay: $12.50"))).toBe(true);
    await alice.says("/balance");
    expect(alice.sees()).toContain("Alice travel");
  });

  test("what is paid meanwhile is renewed when it is back", async () => {
    await alice.says("/renew Japan");
    await alice.presses("Japan week");
    const [session] = world.sandbox.checkout.sessions();
    wire.cut();
    await world.sandbox.checkout.act(session!.id, { type: "pay", method: "card" });
    expect(await get("/readyz")).toBe(503);
    wire.mend();
    await ready();
    await world.settled();
    expect(alice.sees()).toContain("Renewed");
    expect(botMessages(alice).filter(({ text }) => /Renewed|Payment received/.test(text))).toHaveLength(1);
  });

  test("connections that the server ends one after the other cost at most an apology each", async () => {
    for (let round = 0; round < 5; round++) {
      await direct.connection.executeSql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
      );
      expect(await saysInTheDark("/renew Japan")).toMatch(/Sorry|Japan week/);
    }
    await ready();
    await alice.says("/renew Japan");
    expect(alice.sees()).toContain("Japan week");
  });

  test("a database that is there and says nothing is not ready, and what was asked is answered later", async () => {
    wire.freeze();
    expect(await get("/readyz")).toBe(503);
    world.sandbox.botApi.send(alice.id, { kind: "text", text: "/balance" });
    wire.mend();
    await ready();
    await world.settled();
    expect(alice.sees()).toContain("Alice travel");
  });
});
