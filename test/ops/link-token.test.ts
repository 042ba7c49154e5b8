import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { labelPrinter } from "../../src/adapters/print/print-labels.ts";
import { parseCommandLine } from "../../src/ops/commands.ts";
import { createFile } from "../../src/ops/create-file.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { factsOf, hasPoppler, textOf } from "../kit/pdf.ts";
import { iccidOf, seedAccount, seedCard } from "../kit/seed.ts";
import { type ImportWorld, openImportWorld } from "./import-world.ts";
import { createWritten } from "./written.ts";

const ANNA = "anna@example.com";
const LINK = /^https:\/\/t\.me\/example_bot\?start=link_[\w-]{22}$/;

let testDatabase: TestDatabase;
let world: ImportWorld;
let folder: string;
beforeAll(async () => {
  testDatabase = await embeddedTestDatabase();
  world = await openImportWorld(testDatabase);
  folder = await mkdtemp(join(tmpdir(), "links-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await testDatabase.close();
});
beforeEach(() => testDatabase.empty());

/** As at the operator's terminal: what is printed, the exit code last. */
async function ops(words: string[], file?: string): Promise<string[]> {
  const typed = parseCommandLine(["link-token", ...words]);
  if (!typed.ok) return [typed.error.message, "2"];
  const { command, call } = typed.value;
  const terminal = createWritten();
  const received = await command.receive!(call, { labelPrinter, createFile }, terminal);
  if (!received.ok) return [received.error.message, "1"];
  async function* text() {
    yield file!;
  }
  const deps = { ...world, findChatUrl: async () => ({ ok: true, value: "https://t.me/example_bot" }) };
  const code = await command.run(
    deps as never,
    {
      ...call,
      file: file === undefined ? undefined : { text: text(), sizeBytes: file.length },
      signal: new AbortController().signal,
    },
    received.value.output,
  );
  const exit = await received.value.finish(code);
  return [...terminal.lines, String(exit)];
}

describe("links for the operator", () => {
  test("for one account are printed as a table of one line", async () => {
    await seedAccount(world.database, { email: ANNA });
    const [header, line, code] = await ops(["Anna@example.com"]);
    expect([header, code]).toEqual(["iccid,email,product,expires,link", "0"]);
    const [iccid, email, product, expires, link] = line!.split(",");
    expect({ iccid, email, product }).toEqual({ iccid: "", email: ANNA, product: "" });
    expect(expires).toMatch(/^2027-02-21T05:/);
    expect(link).toMatch(LINK);
  });

  test.each([
    ["an address nobody has", ["nobody@example.com"], "no account has the address nobody@example.com"],
    ["a card nobody imported", [iccidOf(9)], "is no known card: import it first"],
    ["a time that is none", [ANNA, "--days", "soon"], "must be a whole number from 0"],
  ])("for %s: it is said, and nothing is made", async (_what, words, reason) => {
    await seedAccount(world.database, { email: ANNA });
    const printed = await ops(words);
    expect(printed.join("\n")).toContain(reason);
    expect(printed.at(-1)).toBe("1");
    expect(await world.database.prisma.linkToken.count()).toBe(0);
  });

  test("for a file with mistakes: each is named, and nothing is made", async () => {
    const { id } = await seedAccount(world.database, { email: ANNA });
    const [mine, free] = [iccidOf(1), iccidOf(2)];
    await seedCard(world.database, { accountId: id, iccid: mine! });
    await seedCard(world.database, { accountId: null, iccid: free! });
    const lines = ["email,iccid", `${ANNA},${mine}`, `other@example.com,${mine}`, `${ANNA},${free}`, ","];
    const bad = await ops(["cards.csv"], [...lines, "nobody,"].join("\n"));
    expect(bad).toEqual([
      `line 3: is the same as line 2`,
      'line 6: email "nobody" is not an e-mail address',
      "2 mistakes. Nothing was changed.",
      "1",
    ]);
    const worse = await ops(
      ["cards.csv"],
      ["email,iccid", `other@example.com,${mine}`, `${ANNA},${free}`].join("\n"),
    );
    expect(worse).toEqual([
      `line 2: ${mine} is a card of another account`,
      `line 3: ${free} is nobody's card yet`,
      "2 mistakes. Nothing was changed.",
      "1",
    ]);
    expect(await world.database.prisma.linkToken.count()).toBe(0);
  });

  test("go into files that only the operator can read, and never over one that is there", async () => {
    const { id } = await seedAccount(world.database, { email: ANNA });
    await seedCard(world.database, { accountId: id, iccid: iccidOf(1)! });
    const [out, png, pdf] = ["links.csv", "code.png", "sheet.pdf"].map((name) => join(folder, name));
    const words = [iccidOf(1)!, "--out", out!, "--qr", png!, "--qr-sheet", pdf!];
    expect(await ops(words)).toEqual(["1 link made.", "0"]);
    expect((await readFile(out!, "utf8")).split("\n")[1]!.split(",").at(-1)).toMatch(LINK);
    expect((await stat(out!)).mode & 0o077).toBe(0);
    expect((await readFile(png!)).subarray(1, 4).toString()).toBe("PNG");
    expect((await readFile(pdf!)).subarray(0, 5).toString()).toBe("%PDF-");
    const [refusal] = await ops(words);
    expect(refusal).toContain("links.csv is there already: name another file. Nothing was made.");
    expect(await world.database.prisma.linkToken.count()).toBe(1);
  });

  test("a failure leaves no empty file behind", async () => {
    const out = join(folder, "none.csv");
    await writeFile(join(folder, "taken.pdf"), "");
    await ops(["nobody@example.com", "--out", out]);
    await expect(stat(out)).rejects.toThrow("ENOENT");
    await ops([ANNA, "--out", out, "--qr-sheet", join(folder, "taken.pdf")]);
    await expect(stat(out)).rejects.toThrow("ENOENT");
  });

  test("for 1,000 cards: how long they take is printed", async () => {
    const { id } = await seedAccount(world.database, { email: ANNA });
    const iccids = Array.from({ length: 1_000 }, (_, index) => iccidOf(index + 1)!);
    await world.database.prisma.card.createMany({
      data: iccids.map((iccid) => ({
        ...{
          accountId: id,
          iccid,
          product: "heyon" as const,
          carrier: "ledger",
          createdAt: world.clock.now(),
        },
      })),
    });
    const [out, pdf] = ["all.csv", "all.pdf"].map((name) => join(folder, name));
    const begin = performance.now();
    await ops(["cards.csv", "--out", out!, "--qr-sheet", pdf!], ["iccid", ...iccids].join("\n"));
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    const size = (await stat(pdf!)).size;
    console.log(`1,000 links with their sheet: ${seconds} s, ${Math.round(size / 1024)} KB`);
    expect((await readFile(out!, "utf8")).trim().split("\n")).toHaveLength(1_001);
    expect(
      new Set((await world.database.prisma.linkToken.findMany()).map(({ tokenHash }) => tokenHash)).size,
    ).toBe(1_000);
  });
});

describe("codes", () => {
  const link = "https://t.me/example_bot?start=link_abcdefghijklmnopqrstuv";

  test("are a picture in black and white with white around", () => {
    const png = Buffer.from(labelPrinter.code(link));
    const size = png.readUInt32BE(16);
    const data = png.subarray(png.indexOf("IDAT") + 4, png.indexOf("IEND") - 8);
    const rows = inflateSync(data);
    const bytesPerRow = 1 + Math.ceil(size / 8);
    expect(rows).toHaveLength(size * bytesPerRow);
    const bitsOf = (bytes: Buffer) =>
      [...bytes]
        .map((byte) => byte.toString(2).padStart(8, "0"))
        .join("")
        .slice(0, size);
    const row = (y: number) => rows.subarray(y * bytesPerRow + 1, (y + 1) * bytesPerRow);
    expect(bitsOf(row(0))).toBe("1".repeat(size));
    // The first row of modules begins with the seven dark ones of a finder pattern.
    const bits = bitsOf(row(4 * 12 + 6));
    expect(bits.slice(0, 13 * 12)).toBe(
      "1".repeat(48) + "0".repeat(84) + "1".repeat(12) + bits.slice(144, 156),
    );
  });

  test.skipIf(!hasPoppler)("stand on A4, 24 a page, with what tells them apart", () => {
    const labels = Array.from({ length: 25 }, (_, index) => ({
      link,
      lines: ["HEYON", `8999 ${index}`, "a•••@example.com"],
    }));
    const pdf = labelPrinter.sheet(labels);
    expect(factsOf(pdf).get("Pages")).toBe("2");
    expect(factsOf(pdf).get("Page size")).toContain("A4");
    expect(textOf(pdf)).toContain("8999 24");
    expect(textOf(pdf)).toContain("a•••@example.com");
  });
});
