import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpsDeps } from "../../src/ops/command.ts";
import { parseCommandLine } from "../../src/ops/commands.ts";
import type { TestDatabase } from "../kit/database.ts";
import { type ImportWorld, openImportWorld, places } from "./import-world.ts";
import { createWritten } from "./written.ts";

describe.each(places)("promotions on $name", ({ open }) => {
  let testDatabase: TestDatabase;
  let world: ImportWorld;
  beforeAll(async () => {
    if (!open) return;
    testDatabase = await open();
    world = await openImportWorld(testDatabase);
  });
  afterAll(() => testDatabase?.close());
  beforeEach(async (context) => {
    if (!open) return context.skip();
    await testDatabase.empty();
  });

  /** What a command prints, its exit code last. */
  async function ops(...words: string[]): Promise<string[]> {
    const typed = parseCommandLine(words);
    if (!typed.ok) return [typed.error.message];
    const { command, call } = typed.value;
    const output = createWritten();
    const more = { file: undefined, signal: new AbortController().signal };
    const code = await command.run(world as unknown as OpsDeps, { ...call, ...more }, output);
    return [...output.lines, String(code)];
  }

  test("a code is made as it was typed, listed with its uses, and stopped", async () => {
    expect(
      await ops(
        ...[
          "promo",
          "create",
          "welcome 10",
          "--percent",
          "10",
          "--from",
          "2026-11-01",
          "--until",
          "2026-12-31",
        ],
        ...["--products", "heyon", "--countries", "jp,KR", "--kinds", "fixed daily", "--first-order"],
        ...["--total", "100", "--name-en", "Welcome", "--name-zh-hans", "欢迎"],
      ),
    ).toEqual([
      'WELCOME10: 10 % off · from 2026-11-01 00:00:00Z · until 2027-01-01 00:00:00Z · heyon cards · trips to JP KR · fixed and daily plans · first order only · 100 in all · "Welcome"',
      "It is offered in the summary wherever it applies.",
      "0",
    ]);
    expect(await ops("promo", "create", "JAPAN5", "--amount", "5", "--currency", "usd", "--hidden")).toEqual([
      "JAPAN5: 5.00 USD off · hidden",
      "It is for those who know it: nobody is offered it.",
      "0",
    ]);
    const { prisma } = world.database;
    expect(await prisma.promotion.findUnique({ where: { code: "WELCOME10" } })).toMatchObject({
      ...{ percent: 10, amountMinor: null, currency: null, products: ["heyon"], countries: ["JP", "KR"] },
      ...{ kinds: ["fixed", "daily"], firstOrderOnly: true, limitPerPerson: null, limitTotal: 100 },
      ...{ offered: true, stoppedAt: null, name: { en: "Welcome", "zh-Hans": "欢迎" } },
    });
    expect(await ops("promo", "list")).toEqual([
      "JAPAN5  running · 0 used",
      "  5.00 USD off · hidden",
      "WELCOME10  running · 0 used, 100 left",
      expect.stringContaining("  10 % off · from"),
      "0",
    ]);
    expect(await ops("promo", "stop", "welcome10")).toEqual(["WELCOME10 is stopped.", "0"]);
    expect(await ops("promo", "stop", "WELCOME10")).toEqual(["WELCOME10 was stopped before.", "0"]);
    expect((await ops("promo", "list"))[2]).toBe("WELCOME10  stopped · 0 used, 100 left");
  });

  test("a code that exists is not made a second time, whatever became of it", async () => {
    await ops("promo", "create", "ONCE", "--percent", "10");
    await ops("promo", "stop", "ONCE");
    expect(await ops("promo", "create", "once", "--percent", "50")).toEqual([
      "There is a promotion ONCE already: codes are used once, so that none means two things.",
      "1",
    ]);
    expect(await world.database.prisma.promotion.findMany()).toMatchObject([{ percent: 10 }]);
  });

  test("everything that is wrong is listed at once, with what to write instead, and nothing is made", async () => {
    expect(
      await ops(
        ...["promo", "create", "A!", "--percent", "120", "--currency", "dollars", "--from", "tomorrow"],
        ...["--until", "2026-02-30", "--products", "simyo", "--countries", "UK,JP", "--kinds", "weekly"],
        ...["--first-order", "--per-person", "3", "--total", "0", "--name-zh-hant", "歡迎"],
      ),
    ).toEqual([
      '"A!" cannot be a code: 2 to 32 letters, digits, - or _, such as WELCOME10',
      "--currency DOLLARS is no ISO 4217 code, such as USD",
      "--percent 120 must be a whole number from 1 to 100",
      "--per-person: a first order's code is used once by each; leave it out",
      "--from tomorrow must be a day like 2026-12-01, or a moment like 2026-12-01T09:00+08:00",
      "--until 2026-02-30 must be a day like 2026-12-01, or a moment like 2026-12-01T09:00+08:00",
      "--products: simyo is unknown; it takes heyon, yuanyou",
      "--countries: uk is unknown; it takes ISO 3166-1 alpha-2 codes, such as JP,KR",
      "--kinds: weekly is unknown; it takes daily, monthly, unlimited, fixed",
      "--total 0 must be a whole number of at least 1; leave it out for no limit",
      "--name-en is missing: it stands in for languages without a name of their own",
      "11 mistakes. Nothing was made.",
      "1",
    ]);
    expect(await world.database.prisma.promotion.count()).toBe(0);
  });

  test.each([
    [["X1"], "say what it takes off: either --percent 10, or --amount 2.50 --currency USD"],
    [
      ["X1", "--percent", "10", "--amount", "5"],
      "say what it takes off: either --percent 10, or --amount 2.50 --currency USD",
    ],
    [["X1", "--percent", "12.5"], "--percent 12.5 must be a whole number from 1 to 100"],
    [["X1", "--amount", "5"], "--amount needs its --currency, such as USD"],
    [
      ["X1", "--amount", "2.50", "--currency", "JPY"],
      "--amount 2.50 must be more than 0 in JPY, without its sign, such as 250",
    ],
    [
      ["X1", "--amount", "0", "--currency", "USD"],
      "--amount 0 must be more than 0 in USD, without its sign, such as 2.50",
    ],
    [["X1", "--percent", "5", "--until", "2026-11-22"], "--until is over already"],
    [
      ["X1", "--percent", "5", "--from", "2026-12-02", "--until", "2026-12-01T00:00Z"],
      "--until must be after --from",
    ],
    [["X1", "--percent", "5", "--kinds", " , "], "--kinds is empty; leave it out for all of them"],
  ])("%j: %s", async (words, mistake) => {
    expect(await ops("promo", "create", ...words)).toEqual([mistake, "1 mistake. Nothing was made.", "1"]);
  });

  test("a code made today until today is good for the rest of the day", async () => {
    expect(await ops("promo", "create", "TODAY", "--percent", "5", "--until", "2026-11-23")).toContain("0");
  });

  test("what is mistyped is answered with every option, and a code that is not there with where to look", async () => {
    expect((await ops("promo", "create"))[0]).toMatch(
      /^Usage: npm run ops -- promo create CODE OPTIONS\n\nWhat/,
    );
    expect((await ops("promo", "create", "X1", "--precent", "5"))[0]).toContain("--percent 10");
    expect((await ops("promo", "create", "X1", "--percent", "-5"))[0]).toContain("Usage:");
    expect((await ops("promo"))[0]).toContain('There is no command "promo".');
    expect(await ops("promo", "stop", "nope")).toEqual([
      "There is no promotion NOPE. `promo list` shows them all.",
      "1",
    ]);
    expect(await ops("promo", "list")).toEqual(["No promotions yet. `promo create` makes one.", "0"]);
  });
});
