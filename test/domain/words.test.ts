import fc from "fast-check";
import { expect, test } from "vitest";
import { maskEmail, parseEmail } from "../../src/domain/email.ts";
import { luhnHolds, parseIccid } from "../../src/domain/iccid.ts";
import { currencyDecimals, isCurrency, parsePrice } from "../../src/domain/money.ts";
import { orderNumber, parseOrderNumber } from "../../src/domain/order-number.ts";
import { fromShortId, shortId } from "../../src/domain/short-id.ts";

test.each([
  [" Alice@Example.COM ", "alice@example.com"],
  ["ａｌｉｃｅ@example.com", "alice@example.com"],
  ["a.b+c@mail.example.co.uk", "a.b+c@mail.example.co.uk"],
])("%s is the address %s", (text, email) => {
  expect(parseEmail(text)).toBe(email);
});

test.each([
  "",
  "alice",
  "alice@",
  "@example.com",
  "a b@example.com",
  "a@example",
  "a@-example.com",
  "a@example.com\nBcc: b@example.com",
  "🙃@example.com",
  `${"a".repeat(65)}@example.com`,
  "x".repeat(4096),
])("%j is no address", (text) => {
  expect(parseEmail(text)).toBeUndefined();
});

test("a masked address tells its owner which one it is, and nobody else", () => {
  expect(maskEmail("alice@example.com")).toBe("a•••@example.com");
});

test("an ICCID is taken with spaces and dashes, and refused with a wrong check digit", () => {
  expect(parseIccid("8988 0701 1200-6334417")).toBe("8988070112006334417");
  expect(parseIccid("8988070112006334418")).toBeUndefined();
  expect(parseIccid("89880701")).toBeUndefined();
});

test("exactly one check digit completes an ICCID", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{18}$/), (body) => {
      const complete = [..."0123456789"].filter((digit) => luhnHolds(body + digit));
      expect(complete).toHaveLength(1);
    }),
  );
});

test.each([
  ["12.5", "USD", 1250],
  ["12", "USD", 1200],
  ["0.99", "EUR", 99],
  ["1200", "JPY", 1200],
  ["1.234", "KWD", 1234],
])("%s %s is %i in the minor unit", (text, currency, amountMinor) => {
  expect(parsePrice(text, currency)).toEqual({ ok: true, value: { amountMinor, currency } });
});

test.each([
  ["12.50", "JPY"],
  ["12.345", "USD"],
  ["-1", "USD"],
  ["1e3", "USD"],
  ["1,50", "EUR"],
  ["", "USD"],
])("%j is no price in %s", (text, currency) => {
  expect(parsePrice(text, currency).ok).toBe(false);
});

test("currencies are those of ISO 4217, and yen have no decimals", () => {
  expect(isCurrency("USD")).toBe(true);
  expect(isCurrency("usd")).toBe(false);
  expect(isCurrency("XQX")).toBe(false);
  expect(currencyDecimals("JPY")).toBe(0);
});

test("an order number can be read out and typed back in any shape", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 6, maxLength: 6 }),
      fc.constantFrom("heyon", "yuanyou"),
      (bytes, product) => {
        const number = orderNumber(product as "heyon", bytes);
        expect(number).toMatch(/^(HY|YY)-[0-9A-HJKMNP-TV-Z]{6}$/);
        const typed = ` ${number.toLowerCase().replace("-", " ").replaceAll("0", "o").replaceAll("1", "l")} `;
        expect(parseOrderNumber(typed)).toBe(number);
      },
    ),
  );
  expect(parseOrderNumber("HY-UUUUUU")).toBeUndefined();
  expect(parseOrderNumber("AB-123456")).toBeUndefined();
});

test("a short id is the same id in 22 characters", () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      expect(shortId(id)).toHaveLength(22);
      expect(fromShortId(shortId(id))).toBe(id);
    }),
  );
  expect(fromShortId("not an id")).toBeUndefined();
});
