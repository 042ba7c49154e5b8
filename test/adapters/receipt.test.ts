import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printReceipt } from "../../src/adapters/print/print-receipt.ts";
import type { ReceiptPage } from "../../src/ports/receipt-printer.ts";
import { factsOf, hasPoppler, shownIn, textOf } from "../kit/pdf.ts";

const pageIn = (locale: string, changes: Partial<ReceiptPage> = {}): ReceiptPage => ({
  locale,
  title: { en: "Receipt", "zh-Hans": "收据", "zh-Hant": "收據" }[locale] ?? "Receipt",
  documentTitle: "Receipt HY-4T7K2M",
  seller: { name: "Travel SIM", email: "sim@example.com" },
  issuedAt: new Date("2026-11-23T05:02:00Z"),
  blocks: [
    { rows: [{ label: "Order", value: "HY-4T7K2M" }] },
    {
      heading: "Amount",
      rows: [
        { label: "Price", value: "USD 14.50", figure: true },
        { label: "Total", value: "USD 12.50", figure: true, strong: true },
      ],
    },
  ],
  notes: ["This receipt confirms your payment."],
  ...changes,
});

const valued = (value: string, locale = "en") =>
  pageIn(locale, { blocks: [{ rows: [{ label: "Plan", value }] }] });

const fontsOf = (pdf: Uint8Array) =>
  [
    ...Buffer.from(pdf)
      .toString("latin1")
      .matchAll(/\/BaseFont \/([\w-]+)/g),
  ].map(([, name]) => name);

describe("the file", () => {
  test("leads from its end to every object in it", () => {
    const file = Buffer.from(printReceipt(pageIn("zh-Hant"))).toString("latin1");
    expect(file).toMatch(/^%PDF-1\.7\n/);
    const [, tableAt] = /startxref\n(\d+)\n%%EOF\n$/.exec(file)!;
    const table = file.slice(Number(tableAt));
    expect(table).toMatch(/^xref\n/);
    const offsets = [...table.matchAll(/(\d{10}) 00000 n \n/g)].map(([, offset]) => Number(offset));
    for (const [index, offset] of offsets.entries()) {
      expect(file.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj\n`));
    }
    const size = Number(/\/Size (\d+)/.exec(file)![1]);
    expect(size).toBe(offsets.length + 1);
    for (const [, number] of file.matchAll(/(\d+) 0 R/g)) expect(Number(number)).toBeLessThan(size);
    const [, length, content] = /<< \/Length (\d+) >>\nstream\n([\s\S]*?)\nendstream/.exec(file)!;
    expect(content).toHaveLength(Number(length));
  });

  test("is the same for the same receipt, and small", () => {
    const pdf = printReceipt(pageIn("zh-Hans"));
    expect(Buffer.from(pdf).equals(printReceipt(pageIn("zh-Hans")))).toBe(true);
    expect(pdf.length).toBeLessThan(20_000);
  });

  test("names the fonts it uses and no others", () => {
    expect(fontsOf(printReceipt(pageIn("en")))).toEqual(["Helvetica", "Helvetica-Bold"]);
    expect(fontsOf(printReceipt(pageIn("zh-Hans")))).toContain("STSong-Light-UniGB-UTF16-H");
    const traditional = fontsOf(printReceipt(pageIn("zh-Hant")));
    expect(traditional).toContain("MSung-Light-UniCNS-UTF16-H");
    expect(traditional).not.toContain("STSong-Light-UniGB-UTF16-H");
    expect(fontsOf(printReceipt(valued("远", "zh-Hant")))).toContain("STSong-Light-UniGB-UTF16-H");
  });

  test("shows every script that people write names in, and leaves out pictures", () => {
    const shown = shownIn(printReceipt(valued("Zoë’s café 🧳🇯🇵 Łódź Иван 远遊 か 한국")));
    for (const piece of ["Zoë", "s caf", "Lódz", "Иван", "远遊", "か", "한국"])
      expect(shown).toContain(piece);
  });

  test("stays whole whatever it says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 500 }), (text) => {
        const file = Buffer.from(printReceipt(valued(text))).toString("latin1");
        expect(file.match(/endobj/g)).toHaveLength(file.match(/ 0 obj/g)!.length);
        expect(file).toMatch(/%%EOF\n$/);
      }),
    );
  });
});

describe.skipIf(!hasPoppler)("read by poppler (skipped without pdftotext: install poppler-utils)", () => {
  test.each(["en", "zh-Hans", "zh-Hant"])("it is one page of A4 with its title: %s", (locale) => {
    const pdf = printReceipt(pageIn(locale));
    const facts = factsOf(pdf);
    expect(facts.get("Title")).toBe("Receipt HY-4T7K2M");
    expect(facts.get("Author")).toBe("Travel SIM");
    expect(facts.get("Pages")).toBe("1");
    expect(facts.get("Page size")).toContain("A4");
    expect(textOf(pdf)).toContain(pageIn(locale).title);
    expect(textOf(pdf)).toContain("Total USD 12.50");
  });

  test("long texts wrap and are cut, and a long receipt is still one page", () => {
    const long = textOf(printReceipt(valued("Japan week ".repeat(100))));
    expect(long).toMatch(/^Plan Japan week/m);
    expect(long).toContain("…");
    expect(long.split("\n").filter((line) => line.includes("Japan week"))).toHaveLength(4);
    const rows = Array.from({ length: 120 }, (_, index) => ({
      label: `Row ${index}`,
      value: `Value ${index}`,
    }));
    const pdf = printReceipt(pageIn("en", { blocks: [{ rows }] }));
    expect(factsOf(pdf).get("Pages")).toBe("1");
    expect(textOf(pdf)).toContain("Row 119 Value 119");
  });
});
