import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sampleCardsCsv, samplePlansCsv } from "../../src/sandbox/sample/index.ts";
import type { TestDatabase } from "../kit/database.ts";
import { iccidOf } from "../kit/seed.ts";
import { csv, type ImportWorld, mistakes, openImportWorld, places } from "./import-world.ts";

const [A, B, C] = [iccidOf(1), iccidOf(2), iccidOf(3)];
const HEADER =
  "email,iccid,product,carrier,label,plan_sku,data_total_mb,data_used_mb,voice_total_min,voice_used_min,valid_from,valid_until";
const WEEK = "HY-JP-7D-10G,10240,512,100,20,2026-11-20T00:00:00Z,2026-11-27T00:00:00Z";
const withPlan = (iccid: string, plan = WEEK, email = "a@example.com") =>
  `${email},${iccid},heyon,ledger,,${plan}`;

describe.each(places)("cards on $name", ({ open }) => {
  let testDatabase: TestDatabase;
  let world: ImportWorld;
  const cards = () =>
    world.database.prisma.card.findMany({
      include: { bundles: true, account: true },
      orderBy: { createdAt: "asc" },
    });
  const bundle = async () => (await world.database.prisma.bundle.findMany()).at(0)!;

  beforeAll(async () => {
    if (!open) return;
    testDatabase = await open();
    world = await openImportWorld(testDatabase);
  });
  afterAll(() => testDatabase?.close());
  beforeEach(async (context) => {
    if (!open) return context.skip();
    await testDatabase.empty();
    await world.importPlans(samplePlansCsv());
  });

  test("the sandbox's cards go in, and a second time changes nothing", async () => {
    const text = sampleCardsCsv(world.clock.now());
    expect(await world.importCards(text)).toMatchObject({
      ok: true,
      value: { lines: 12, newCards: 12, newAccounts: 10, newBundles: 10 },
    });
    expect(await world.importCards(text, { updateBalances: true })).toMatchObject({
      ok: true,
      value: { newCards: 0, newAccounts: 0, newBundles: 0, renamedCards: 0, updatedBalances: 0 },
    });
    expect(await world.database.prisma.bundle.count()).toBe(10);
  });

  test("a line becomes an account, a card and the bundle on it", async () => {
    await world.importCards(
      csv(
        "email,iccid,product,carrier,carrier_ref,phone,label,plan_sku,data_total_mb,data_used_mb,voice_total_min,voice_used_min,valid_from,valid_until",
        ` Alice@Example.COM ,${A!.replace(/(\d{4})/g, "$1 ")},Heyon,ledger,ref,+44 7700 900117,"Alice, ""travel""",HY-JP-7D-10G,5000,512.5,100,20,2026-11-20T08:00+08:00,2026-11-27T00:00:00Z`,
      ),
    );
    const [card] = await cards();
    expect(card).toMatchObject({
      iccid: A,
      product: "heyon",
      carrier: "ledger",
      carrierRef: "ref",
      phone: "+44 7700 900117",
      label: 'Alice, "travel"',
      account: { email: "alice@example.com" },
    });
    expect(Math.abs(+card!.asOf! - +world.clock.now())).toBeLessThan(60_000);
    expect(card!.bundles).toMatchObject([
      {
        planSku: "HY-JP-7D-10G",
        planName: { en: "Japan week" },
        kind: "fixed",
        countries: ["JP"],
        dataTotalBytes: 5000n * 1024n * 1024n,
        dataUsedBytes: BigInt(512.5 * 1024 * 1024),
        voiceTotalSeconds: 6000,
        voiceUsedSeconds: 1200,
        durationSeconds: 7 * 24 * 60 * 60,
        startsAt: new Date("2026-11-20T00:00:00Z"),
        expiresAt: new Date("2026-11-27T00:00:00Z"),
        usedUpAt: null,
        orderId: null,
      },
    ]);
  });

  test("totals that a line leaves out are the plan's", async () => {
    await world.importCards(
      csv(HEADER, withPlan(A!, "HY-JP-7D-10G,,,,,2026-11-20T00:00:00Z,2026-11-27T00:00:00Z")),
    );
    expect(await bundle()).toMatchObject({
      dataTotalBytes: 10240n * 1024n * 1024n,
      dataUsedBytes: 0n,
      voiceTotalSeconds: 6000,
    });
  });

  test("what is used of a daily plan is of the day it is in", async () => {
    await world.importCards(
      csv(HEADER, withPlan(A!, "HY-JP-1D-2G,,100,,,2026-11-20T05:00:00Z,2026-11-27T05:00:00Z")),
    );
    expect(await bundle()).toMatchObject({ kind: "daily", dayIndex: 3, usedUpAt: null });
  });

  test("a bundle that is used up is marked so", async () => {
    await world.importCards(csv(HEADER, withPlan(A!, WEEK.replace("512", "10240"))));
    expect((await bundle()).usedUpAt).not.toBeNull();
  });

  test("a byte order mark, CRLF, empty lines, odd order and missing ends are fine", async () => {
    const result = await world.importCards(
      `\ufeffICCID,Email,carrier,product,label,phone\r\n\r\n${A},a@example.com,ledger,heyon\r\n,,,\r\n${B},a@example.com,ledger,heyon,"two\r\nlines"\r\n`,
    );
    expect(mistakes(result)).toEqual(["5 label: contains control characters"]);
    const fine = await world.importCards(
      `\ufeffICCID,Email,carrier,product,label,phone\r\n${A},a@example.com,ledger,heyon\r\n`,
    );
    expect(fine.ok).toBe(true);
  });

  test("a second import brings names up to date and leaves balances alone", async () => {
    await world.importCards(csv(HEADER, withPlan(A!)));
    const again = await world.importCards(
      csv(HEADER, `a@example.com,${A},heyon,ledger,New name,${WEEK.replace("512", "9000")}`),
    );
    expect(again).toMatchObject({
      ok: true,
      value: { newCards: 0, newBundles: 0, renamedCards: 1, updatedBalances: 0 },
    });
    const [card] = await cards();
    expect(card!.label).toBe("New name");
    expect(card!.bundles).toMatchObject([{ dataUsedBytes: 512n * 1024n * 1024n }]);
  });

  test("names that a file does not have stay, an empty one is taken away", async () => {
    await world.importCards(
      csv("email,iccid,product,carrier,phone,label", `a@example.com,${A},heyon,ledger,+441234,Mine`),
    );
    await world.importCards(csv("email,iccid,product,carrier", `a@example.com,${A},heyon,ledger`));
    expect((await cards())[0]).toMatchObject({ phone: "+441234", label: "Mine" });
    await world.importCards(
      csv("email,iccid,product,carrier,phone,label", `a@example.com,${A},heyon,ledger,,Mine`),
    );
    expect((await cards())[0]).toMatchObject({ phone: "", label: "Mine" });
  });

  test("a card without an e-mail is nobody's until a file names its account, which another file cannot undo", async () => {
    const line = (email: string, iccid = A) =>
      csv("email,iccid,product,carrier", `${email},${iccid},heyon,ledger`);
    expect(await world.importCards(line(""))).toMatchObject({
      ok: true,
      value: { newCards: 1, newCardsOfNobody: 1, newAccounts: 0 },
    });
    expect((await cards())[0]!.account).toBeNull();
    expect(await world.importCards(line("A@example.com"))).toMatchObject({
      ok: true,
      value: { newCards: 0, ownedCards: 1, newAccounts: 1 },
    });
    expect(await world.importCards(line(""))).toMatchObject({ ok: true, value: { ownedCards: 0 } });
    expect((await cards())[0]!.account).toMatchObject({ email: "a@example.com" });
    expect(mistakes(await world.importCards(line("b@example.com")))).toEqual([
      "2 iccid: is a card of another account",
    ]);
  });

  test("a name that its owner chose in the chat outlives every import", async () => {
    await world.importCards(csv(HEADER, withPlan(A!)));
    await world.database.prisma.card.updateMany({ data: { label: "Mum’s", labelIsOwners: true } });
    const again = await world.importCards(csv(HEADER, `a@example.com,${A},heyon,ledger,Theirs,${WEEK}`));
    expect(again).toMatchObject({ ok: true, value: { renamedCards: 0 } });
    expect((await cards())[0]!.label).toBe("Mum’s");
  });

  test("with balances the same bundle is brought up to date, whatever its dates became, never doubled", async () => {
    await world.importCards(csv(HEADER, withPlan(A!)));
    const update = (plan: string) =>
      world.importCards(csv(HEADER, withPlan(A!, plan)), { updateBalances: true });

    expect(await update(WEEK.replace("512", "9000"))).toMatchObject({
      ok: true,
      value: { updatedBalances: 1 },
    });
    expect(await update(WEEK.replace("512", "9000").replace("11-20", "11-21"))).toMatchObject({
      ok: true,
      value: { updatedBalances: 1 },
    });
    expect((await cards())[0]!.bundles).toMatchObject([
      {
        dataUsedBytes: 9000n * 1024n * 1024n,
        startsAt: new Date("2026-11-21T00:00:00Z"),
        durationSeconds: 6 * 86_400,
      },
    ]);
  });

  test("with balances what was used since the figures before is kept by the hour", async () => {
    await world.importCards(csv(HEADER, withPlan(A!)));
    world.clock.advance(5 * 60 * 60_000);
    const stated = csv(HEADER, withPlan(A!, WEEK.replace("512", "1024")));
    await world.importCards(stated, { updateBalances: true });
    await world.importCards(stated, { updateBalances: true });
    const samples = await world.database.prisma.usageSample.findMany();
    const hours = samples.flatMap(({ amounts }) => amounts).filter((amount) => amount > 0);
    expect(hours).toHaveLength(6);
    const sum = hours.reduce((total, amount) => total + amount, 0);
    expect(Math.abs(sum - 512 * 1024)).toBeLessThan(6);
  });

  test("with balances a new period or another plan is a new bundle", async () => {
    await world.importCards(csv(HEADER, withPlan(A!)));
    for (const plan of [WEEK.replace(/11-2/g, "12-2"), WEEK.replace("JP", "KR")]) {
      await world.importCards(csv(HEADER, withPlan(A!, plan)), { updateBalances: true });
      await world.importCards(csv(HEADER, withPlan(A!, plan)), { updateBalances: true });
    }
    expect((await cards())[0]!.bundles).toHaveLength(3);
  });

  test("with balances a known card without a plan gets the file's, and one without keeps its own", async () => {
    await world.importCards(csv("email,iccid,product,carrier", `a@example.com,${A},heyon,ledger`));
    expect(await world.importCards(csv(HEADER, withPlan(A!)), { updateBalances: true })).toMatchObject({
      ok: true,
      value: { updatedBalances: 1 },
    });
    await world.importCards(csv("email,iccid,product,carrier", `a@example.com,${A},heyon,ledger`), {
      updateBalances: true,
    });
    expect((await cards())[0]!.bundles).toHaveLength(1);
  });

  test("what is used up stays used up since it was, and is not any more when there is more", async () => {
    await world.importCards(csv(HEADER, withPlan(A!, WEEK.replace("512", "10240"))));
    const { usedUpAt } = await bundle();
    world.clock.advance(60_000);
    const update = (plan: string) =>
      world.importCards(csv(HEADER, withPlan(A!, plan)), { updateBalances: true });
    await update(WEEK.replace("512", "10240").replace(",20,", ",30,"));
    expect((await bundle()).usedUpAt).toEqual(usedUpAt);
    await update(WEEK);
    expect((await bundle()).usedUpAt).toBeNull();
  });

  test("a card keeps its account, its product and its carrier", async () => {
    await world.importCards(csv(HEADER, withPlan(A!), withPlan(B!), withPlan(C!)));
    const result = await world.importCards(
      csv(
        "email,iccid,product,carrier,label",
        `other@example.com,${A},heyon,ledger,stolen`,
        `a@example.com,${B},yuanyou,ledger,x`,
        `a@example.com,${C},heyon,airalo,x`,
        `new@example.com,${iccidOf(9)},heyon,ledger,x`,
      ),
    );
    expect(mistakes(result)).toEqual([
      "2 iccid: is a card of another account",
      "3 product: is known as a heyon card, and a card keeps its product",
      "4 carrier: is known as a card of ledger, and a card keeps its carrier",
    ]);
    expect((await cards()).map(({ label }) => label)).toEqual(["", "", ""]);
    expect(await world.database.prisma.account.count()).toBe(1);
  });

  test("every bad line is told, with its number, column and reason, and nothing is changed", async () => {
    const result = await world.importCards(
      csv(
        HEADER,
        withPlan(A!),
        `nobody,${B},heyon,ledger`,
        "a@example.com,123,heyon,ledger",
        `a@example.com,${B!.slice(0, -1)}${(Number(B!.at(-1)) + 1) % 10},nokia,orange`,
        "a@example.com,8.98807E+18,heyon,ledger",
        `a@example.com,${A},heyon,ledger`,
        `a@example.com,${C},heyon,ledger,,NO-SUCH,1,1,1,1,2026-11-20,tomorrow`,
        `a@example.com,${iccidOf(4)},heyon,ledger,,,100`,
        `a@example.com,${iccidOf(5)},heyon,ledger,,YY-JP-30D-30G,"10,240",-1,a,5,2026-02-30T00:00:00Z,2026-11-27T00:00:00Z`,
        `a@example.com,${iccidOf(6)},heyon,ledger,,HY-JP-10D-UNL,100,,,,2026-11-27T00:00:00Z,2026-11-20T00:00:00Z`,
        `a@example.com,${iccidOf(7)},yuanyou,ledger,,HY-JP-7D-10G,100,200,,900,2026-11-20T00:00:00Z,2026-11-27T00:00:00Z`,
        `a@example.com,${iccidOf(8)},heyon,ledger,${"x".repeat(65)},,,,,,,,surplus`,
        `a@example.com,${iccidOf(8)},heyon,ledger,${"x".repeat(65)}`,
        ",,heyon,",
      ),
    );
    expect(mistakes(result)).toEqual([
      "3 email: is not an e-mail address",
      "4 iccid: must have 18 to 20 digits",
      "5 iccid: has a wrong check digit",
      "5 product: must be heyon or yuanyou",
      "5 carrier: must be ledger or airalo",
      "6 iccid: was rounded by a spreadsheet: format the column as text before exporting",
      "7 iccid: is the card of line 2 already",
      "8 plan_sku: is no known plan: import the plans first",
      "8 valid_from: must be a time with its zone, such as 2026-11-27T18:00:00Z or 2026-11-28T02:00:00+08:00",
      "8 valid_until: must be a time with its zone, such as 2026-11-27T18:00:00Z or 2026-11-28T02:00:00+08:00",
      "9 plan_sku: is missing",
      "9 valid_from: is missing",
      "9 valid_until: is missing",
      "10 valid_from: must be a time with its zone, such as 2026-11-27T18:00:00Z or 2026-11-28T02:00:00+08:00",
      "10 data_total_mb: must be a number of megabytes, such as 1024",
      "10 data_used_mb: must be a number of megabytes, such as 1024",
      "10 voice_total_min: must be a number of minutes, such as 100",
      "11 valid_until: must be later than valid_from",
      "11 data_total_mb: an unlimited plan has no total: leave it empty",
      "12 plan_sku: is a plan for heyon, not for a yuanyou card",
      "12 data_used_mb: is more than there is in total",
      "12 voice_used_min: is more than there is in total",
      "13 : has a value under no column: is a comma not quoted?",
      "14 label: is longer than 64 characters",
      "15 iccid: is missing",
      "15 carrier: is missing",
    ]);
    expect(await world.database.prisma.card.count()).toBe(0);
    expect(await world.database.prisma.account.count()).toBe(0);
  });

  test.each([
    ["an empty file", "", ["1 : the file is empty: its first line must name the columns"]],
    ["a missing column", "email,iccid,carrier\n", ["1 product: the column is missing"]],
    ["a column twice", "email,iccid,product,carrier,Email\n", ["1 email: the column is there twice"]],
    [
      "a broken quote",
      'email,iccid,product,carrier,label\na@example.com,1,heyon,ledger\na,b,c,d,"x\n',
      [
        "2 iccid: must have 18 to 20 digits",
        "3 : cannot be read, nor anything after it: a quote is opened and never closed",
      ],
    ],
  ])("%s is refused", async (_, text, expected) => {
    expect(mistakes(await world.importCards(text))).toEqual(expected);
  });

  test("a column nobody knows is refused by its name", async () => {
    const [mistake] = mistakes(await world.importCards("email,iccid,product,carrier,e-mail2\n"));
    expect(mistake).toContain("1 e-mail2: is no column of this file; there are email, iccid,");
  });

  test("a file with semicolons is told about commas", async () => {
    const [mistake] = mistakes(await world.importCards("email;iccid;product;carrier\n"));
    expect(mistake).toContain("columns are separated by commas");
  });

  test("characters arrive whole wherever the text is cut", async () => {
    const text = csv("email,iccid,product,carrier,label", `a@example.com,${A},heyon,ledger,陈明 🇯🇵`);
    async function* oneByOne() {
      yield* text;
    }
    await world.importCards(oneByOne());
    expect((await cards())[0]!.label).toBe("陈明 🇯🇵");
  });

  test("two imports at once both count, one after the other", async () => {
    const [first, second] = await Promise.all([
      world.importCards(csv(HEADER, withPlan(A!), withPlan(B!))),
      world.importCards(csv(HEADER, withPlan(B!), withPlan(C!))),
    ]);
    expect([first.ok, second.ok]).toEqual([true, true]);
    expect(await world.database.prisma.card.count()).toBe(3);
    expect(await world.database.prisma.bundle.count()).toBe(3);
  });

  test("an import that is stopped changes nothing", async () => {
    const stop = new AbortController();
    async function* endless() {
      yield csv(HEADER, withPlan(A!));
      stop.abort(new Error("enough"));
      yield withPlan(B!);
    }
    await expect(world.importCards(endless(), { signal: stop.signal })).rejects.toThrow("enough");
    expect(await world.database.prisma.card.count()).toBe(0);
  });

  test("100,000 lines: how long it takes is printed, and that the rest of the process breathes", {
    timeout: 180_000,
  }, async () => {
    const lines = Array.from({ length: 100_000 }, (_, index) =>
      withPlan(iccidOf(index + 1_000), WEEK, `traveller${index}@example.com`),
    );
    let longestPauseMs = 0;
    let before = performance.now();
    const pulse = setInterval(() => {
      longestPauseMs = Math.max(longestPauseMs, performance.now() - before);
      before = performance.now();
    }, 20);
    const start = performance.now();
    const result = await world.importCards(csv(HEADER, ...lines));
    const seconds = (performance.now() - start) / 1000;
    clearInterval(pulse);
    console.log(
      `${world.database.kind}: 100,000 cards in ${seconds.toFixed(1)} s, longest pause ${Math.round(longestPauseMs)} ms`,
    );
    expect(result).toMatchObject({
      ok: true,
      value: { newCards: 100_000, newAccounts: 100_000, newBundles: 100_000 },
    });
    expect(await world.database.prisma.bundle.count()).toBe(100_000);
  });
});
