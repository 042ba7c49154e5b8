import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Intent } from "../../src/domain/wish.ts";
import { orderCommand } from "../../src/ops/commands/order.ts";
import { statsCommand } from "../../src/ops/commands/stats.ts";
import { createCountNotUnderstood } from "../../src/use-cases/count-not-understood.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { createTestLog } from "../kit/log.ts";
import { seedAccount, seedCard, seedPlan } from "../kit/seed.ts";
import { type ImportWorld, openImportWorld } from "./import-world.ts";
import { createWritten } from "./written.ts";

const CHAT = 7_000_000_001;

let testDatabase: TestDatabase;
let world: ImportWorld;
beforeAll(async () => {
  testDatabase = await embeddedTestDatabase();
  world = await openImportWorld(testDatabase);
});
afterAll(() => testDatabase.close());
beforeEach(() => testDatabase.empty());

/** An order of the Japan week, waiting for its money. */
async function seedOrder(): Promise<{ id: string; number: string }> {
  const { prisma } = world.database;
  const account = await seedAccount(world.database, { email: "alice@example.com", chatId: CHAT });
  const card = await seedCard(world.database, { accountId: account.id });
  const plan = await seedPlan(world.database, {});
  const now = world.clock.now();
  return prisma.order.create({
    data: {
      ...{ number: "HY-7K2M9Q", status: "awaiting_payment", chatId: BigInt(CHAT), accountId: account.id },
      ...{ cardId: card.id, planId: plan.id, quantity: 1, destination: "JP" },
      ...{ amountMinor: 1250, currency: "USD", createdAt: now, updatedAt: now },
      events: { create: { at: now, type: "checkout_started", cause: "customer" } },
    },
  });
}

async function run(command: typeof orderCommand, ...values: string[]) {
  const output = createWritten();
  const deps = {
    database: world.database,
    clock: world.clock,
    settings: { provisionAlertAfterSeconds: 600 } as never,
    mailer: { check: async () => ({ ok: true }) as const },
    findChatUrl: async () => ({ ok: true as const, value: "https://t.me/example_bot" }),
    carrierNames: ["ledger"],
    log: createTestLog(),
  };
  const call = {
    name: command.name,
    values,
    options: {},
    file: undefined,
    signal: new AbortController().signal,
  };
  const code = await command.run(deps, call, output);
  return { code, text: output.lines.join("\n") };
}

test("an order is told whole, however its number is written", async () => {
  const order = await seedOrder();
  const { code, text } = await run(orderCommand, ` ${order.number.toLowerCase().replace("-", " ")}`);
  expect(code).toBe(0);
  expect(text).toMatch(new RegExp(`^${order.number}  awaiting_payment`));
  expect(text).toMatch(/account +a•••@example\.com/);
  expect(text).toMatch(/amount +12\.50 USD/);
  expect(text).toContain("Payments: none");
  expect(text).toMatch(/History\n {2}2026-11-23 \d\d:\d\d:\d\dZ {2}\w+ \(customer\)/);
});

test("a number that is none and one that nobody has are told apart", async () => {
  expect(await run(orderCommand, "12345")).toEqual({
    code: 1,
    text: '"12345" is no order number; they look like HY-7K2M9Q or YY-7K2M9Q.',
  });
  expect(await run(orderCommand, "YY-000000")).toEqual({ code: 1, text: "There is no order YY-000000." });
});

test("the figures count orders, takings by currency, and what needs a human", async () => {
  expect((await run(statsCommand)).text).toContain("none yet");

  const order = await seedOrder();
  const { prisma } = world.database;
  const now = world.clock.now();
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const payment = (id: string, amountMinor: number, currency: string, createdAt: Date, refundedMinor = 0) =>
    prisma.payment.create({
      data: {
        ...{ orderId: order.id, provider: "stripe", providerPaymentId: id, status: "succeeded" },
        ...{ amountMinor, currency, refundedMinor, createdAt, updatedAt: now },
      },
    });
  await payment("pi_1", 1250, "USD", daysAgo(0.5));
  await payment("pi_2", 1000, "USD", daysAgo(3), 250);
  await payment("pi_3", 3000, "JPY", daysAgo(20));
  await payment("pi_4", 9999, "USD", daysAgo(40));
  await prisma.order.update({
    where: { id: order.id },
    data: { status: "paid", paidAt: daysAgo(1), heldReason: "amount_mismatch" },
  });

  const { text } = await run(statsCommand);
  expect(text).toMatch(/paid +1/);
  expect(text).toContain("12.50 USD (1) · 20.00 USD (2) · 20.00 USD (2)");
  expect(text).toContain("0 JPY (0) · 0 JPY (0) · 3000 JPY (1)");
  expect(text).toContain(`Stuck: paid and not delivered:\n  ${order.number}  paid since`);
  expect(text).toMatch(new RegExp(`Held for a human:\n {2}${order.number} .*amount_mismatch`));
});

test("what people ask for in vain is counted by its likeliest meaning, of the last thirty days", async () => {
  expect((await run(statsCommand)).text).toContain(
    "Not understood in 30 days, by the likeliest meaning: none",
  );
  const now = world.clock.now();
  const daysAgo = (days: number) => ({ now: () => new Date(now.getTime() - days * 24 * 60 * 60_000) });
  const { database } = world;
  const asks = async (days: number, guess: Intent, times: number, locale = "en", keepTexts = false) => {
    const count = createCountNotUnderstood({ database, clock: daysAgo(days), keepTexts });
    for (let time = 0; time < times; time++) await count({ guess, locale, text: `sell me a ${guess} 12345` });
  };
  await asks(31, "orders", 5);
  await asks(29, "other", 2);
  await asks(1, "other", 1, "zh-Hant");
  await asks(0, "renew", 1);
  await asks(0, "plans", 2, "zh-Hans", true);
  const lines = (await run(statsCommand)).text.split("\n");
  const from = lines.indexOf("Not understood in 30 days, by the likeliest meaning:");
  expect(lines.slice(from + 1, from + 4).map((line) => line.trim().split(/\s+/))).toEqual([
    ["other", "3"],
    ["plans", "2"],
    ["renew", "1"],
  ]);
  expect(lines.slice(from + 4)).toEqual([
    expect.stringContaining("plans: sell me a plans …"),
    expect.stringContaining("plans: sell me a plans …"),
  ]);
});
