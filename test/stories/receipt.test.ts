import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { anotherCheckout, type Shopper, seedDraft, startShopping } from "../kit/pay.ts";
import { hasPoppler, shownIn, textOf } from "../kit/pdf.ts";
import { savesDocument } from "../kit/receipt.ts";
import { seedPlan } from "../kit/seed.ts";
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

const documents = ({ traveller }: Pick<Shopper, "traveller">) =>
  traveller.messages().filter(({ attachment }) => attachment?.kind === "document");

const askFor = ({ traveller, orderId }: Shopper) =>
  traveller.pressesRaw(traveller.screen().messageId, `orders:receipt:${orderId}`);

/** What stands on the receipt that came last. */
const receipt = async (shopper: Shopper) => shownIn((await savesDocument(world, shopper.traveller)).bytes);

test("a paid order's receipt comes as a document, named by the order", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "card" });
  await alice.traveller.says(`/orders ${alice.number}`);
  expect(await alice.traveller.presses("Receipt (PDF)")).toContain("on its way");
  const document = alice.traveller.screen();
  expect(document.text).toBe(`Receipt for order ${alice.number}`);
  expect((await savesDocument(world, alice.traveller)).name).toBe(`${alice.number}.pdf`);

  const account = await world.app.database.prisma.account.findUniqueOrThrow({
    where: { id: alice.accountId },
  });
  const [payment] = (await alice.order()).payments;
  const shown = await receipt(alice);
  for (const fact of [
    "Travel SIM",
    "sim@example.com",
    alice.number,
    "23 Nov 2026, 05:02",
    account.email,
    "Japan week",
    "10 GB · 7 days",
    "Japan",
    "Heyon ··",
    "23 Nov 2026, 05:02 – 30 Nov 2026, 05:02",
    "USD 12.50",
    "Card, 23 Nov 2026, 05:02",
    payment!.providerPaymentId,
  ]) {
    expect(shown).toContain(fact);
  }
  expect(shown).not.toContain("Refunded");
});

test("the same order has the same receipt, byte for byte, an hour later too", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "paypal" });
  await askFor(alice);
  const first = await savesDocument(world, alice.traveller);
  world.clock.advance(60 * 60_000);
  await askFor(alice);
  expect(documents(alice)).toHaveLength(2);
  expect(Buffer.from((await savesDocument(world, alice.traveller)).bytes).equals(first.bytes)).toBe(true);
});

test.each([
  ["zh-hans", "收据", "购买内容", "支付宝"],
  ["zh-hant", "收據", "購買內容", "支付寶"],
])("it speaks the person's language: %s", async (languageCode, ...words) => {
  const alice = await startShopping(world, { languageCode });
  await alice.atCheckout({ type: "pay", method: "alipay" });
  await askFor(alice);
  const shown = await receipt(alice);
  for (const word of [...words, alice.number, "USD 12.50"])
    expect(shown.replaceAll("\u00a0", " ")).toContain(word);
});

test("times are those of the person's zone", async () => {
  const alice = await startShopping(world);
  await world.app.database.prisma.chat.update({
    where: { id: BigInt(alice.traveller.id) },
    data: { timeZone: "Asia/Tokyo" },
  });
  await alice.atCheckout({ type: "pay", method: "card" });
  await askFor(alice);
  expect(await receipt(alice)).toContain("23 Nov 2026, 14:02");
  expect(await receipt(alice)).toContain("Asia/Tokyo");
});

test("a discount stands on it with its code", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "card" });
  const { prisma } = world.app.database;
  const { id } = await prisma.promotion.create({
    data: { code: "SPRING", amountMinor: 250, currency: "USD", createdAt: world.clock.now() },
  });
  await prisma.order.update({ where: { id: alice.orderId }, data: { promotionId: id, discountMinor: 250 } });
  await askFor(alice);
  const shown = (await receipt(alice)).split("\n");
  const after = (label: string) => shown[shown.indexOf(label) + 1];
  expect(after("Price")).toBe("USD 15.00");
  expect(after("Discount (SPRING)")).toBe("-USD 2.50");
  expect(after("Total")).toBe("USD 12.50");
});

test("what went back stands on it, and what is left in the end", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "card" });
  const [payment] = (await alice.order()).payments;
  await world.sandbox.checkout.refund(payment!.providerPaymentId, 500);
  await world.settled();
  await askFor(alice);
  const shown = (await receipt(alice)).split("\n");
  const after = (label: string) => shown[shown.indexOf(label) + 1];
  expect(after("Refunded, 23 Nov 2026, 05:02")).toBe("-USD 5.00");
  expect(after("Paid after refunds")).toBe("USD 7.50");
});

test("an order paid twice shows both payments and the one that went back", async () => {
  const alice = await startShopping(world);
  const other = await anotherCheckout(world, alice);
  await alice.atCheckout({ type: "pay", method: "card" });
  await world.sandbox.checkout.act(other, { type: "pay", method: "alipay" });
  await world.settled();
  await askFor(alice);
  const shown = await receipt(alice);
  for (const { providerPaymentId } of (await alice.order()).payments)
    expect(shown).toContain(providerPaymentId);
  expect(shown).toContain("Alipay, 23 Nov 2026");
  expect(shown).toContain("-USD 12.50");
  expect(shown.slice(shown.indexOf("Paid after refunds"))).toContain("USD 12.50");
});

test("there is no receipt before something is paid", async () => {
  const alice = await startShopping(world);
  await alice.traveller.says(`/orders ${alice.number}`);
  expect(alice.traveller.buttons().flat()).not.toContain("Receipt (PDF)");
  expect(await askFor(alice)).toContain("as soon as something is paid");
  expect(documents(alice)).toHaveLength(0);
});

test("nobody gets somebody else's receipt, and who was unlinked sees the address masked", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "card" });
  const eve = world.traveller({ firstName: "Eve" });
  await eve.says("/start");
  expect(await eve.pressesRaw(eve.screen().messageId, `orders:receipt:${alice.orderId}`)).toContain(
    "earlier talk",
  );
  expect(documents({ traveller: eve })).toHaveLength(0);

  await world.app.database.prisma.chat.update({
    where: { id: BigInt(alice.traveller.id) },
    data: { accountId: null },
  });
  await askFor(alice);
  const account = await world.app.database.prisma.account.findUniqueOrThrow({
    where: { id: alice.accountId },
  });
  expect(await receipt(alice)).not.toContain(account.email);
  expect(await receipt(alice)).toContain("@example.com");
});

test("pressed ten times at once it comes, and every press is answered", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "card" });
  const { messageId } = alice.traveller.screen();
  const toasts = await Promise.all(
    Array.from({ length: 10 }, () =>
      alice.traveller.pressesRaw(messageId, `orders:receipt:${alice.orderId}`),
    ),
  );
  for (const toast of toasts) expect(toast).toContain("on its way");
  expect(documents(alice).length).toBeGreaterThan(0);
});

test("an upload that Telegram refuses is said kindly, and tried again by a button", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "card" });
  world.sandbox.botApi.addFault({
    method: "sendDocument",
    code: 413,
    description: "Request Entity Too Large",
  });
  await askFor(alice);
  expect(alice.traveller.sees()).toContain("could not be sent just now");
  expect(documents(alice)).toHaveLength(0);
  await alice.traveller.presses("Try again");
  expect(documents(alice)).toHaveLength(1);
});

test("long names and many countries fit", async () => {
  const alice = await startShopping(world, { draftOnly: true });
  const { accountId, cardId, traveller } = alice;
  const plan = await seedPlan(world.app.database, {
    sku: "LONG",
    name: { en: `Every ${"very ".repeat(60)}long name & <b>more</b> 🛰️` },
    countries: ["JP", "KR", "TW", "HK", "MO", "CN", "TH", "VN"],
  });
  const { id, number } = await seedDraft(world, { chatId: traveller.id, accountId, cardId, planId: plan.id });
  await traveller.pressesRaw(traveller.screen().messageId, `go:resume:${number}`);
  const { checkoutSessionId } = await world.app.database.prisma.order.findUniqueOrThrow({ where: { id } });
  await world.sandbox.checkout.act(checkoutSessionId!, { type: "pay", method: "card" });
  await world.settled();
  await traveller.pressesRaw(traveller.screen().messageId, `orders:receipt:${id}`);
  const shown = await receipt(alice);
  expect(shown).toContain("8 countries");
  expect(shown).toContain("…");
});

describe.skipIf(!hasPoppler)("read by poppler (skipped without pdftotext: install poppler-utils)", () => {
  test.each([
    ["en", "Total USD 12.50"],
    ["zh-hans", "合计 USD 12.50"],
    ["zh-hant", "合計 USD 12.50"],
  ])("amounts can be copied out of it: %s", async (languageCode, line) => {
    const alice = await startShopping(world, { languageCode });
    await alice.atCheckout({ type: "pay", method: "card" });
    await askFor(alice);
    expect(textOf((await savesDocument(world, alice.traveller)).bytes)).toContain(line);
  });
});
