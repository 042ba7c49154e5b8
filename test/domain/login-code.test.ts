import fc from "fast-check";
import { expect, test } from "vitest";
import { isAlive, nextRequestAt, parseCode } from "../../src/domain/login-code.ts";

const NOW = new Date("2026-11-23T05:02:00Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const inSeconds = (at: Date | undefined) => at && (at.getTime() - NOW.getTime()) / 1000;
const times = (count: number, seconds: number) => Array.from({ length: count }, () => ago(seconds));

test.each([
  ["123456", "123456"],
  ["12 34 56", "123456"],
  ["１２３４５６", "123456"],
  ["123-456", "123456"],
  ["code: 123456", "123456"],
  ["验证码是 123456。", "123456"],
  ["1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣", "123456"],
  ["000000", "000000"],
  ["12345", undefined],
  ["1234567", undefined],
  ["", undefined],
  ["123456 and 7", undefined],
  [`${"x".repeat(4000)}123456`, undefined],
])("%j is read as %s", (text, code) => {
  expect(parseCode(text)).toBe(code);
});

test("any six digits are found, whatever stands between them", () => {
  const filler = fc.string({ maxLength: 5 }).filter((text) => !/\d/.test(text.normalize("NFKC")));
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 6 }),
      filler,
      (digits, gap) => parseCode(digits.join(gap)) === digits.join(""),
    ),
  );
});

test.each([
  ["nothing before", { chat: [], email: [] }, undefined],
  ["one a minute ago", { chat: [ago(60)], email: [ago(60)] }, undefined],
  ["one just now", { chat: [ago(0)], email: [ago(0)] }, 60],
  ["one 45 seconds ago, for another address", { chat: [ago(45)], email: [] }, 15],
  ["one just now from another chat", { chat: [], email: [ago(0)] }, undefined],
  ["five in the hour", { chat: [ago(3000), ...times(4, 100)], email: [] }, 600],
  ["ten in the hour from many chats", { chat: [], email: times(10, 600) }, 3000],
  ["twenty in the day from many chats", { chat: [], email: times(20, 7200) }, 86_400 - 7200],
])("after %s the next may be asked for in time", (_story, earlier, seconds) => {
  expect(inSeconds(nextRequestAt(earlier, NOW))).toBe(seconds);
});

test("whoever waits as long as told is let through, whatever came before", () => {
  const past = fc.array(fc.integer({ min: 0, max: 90_000 }).map(ago), { maxLength: 40 });
  fc.assert(
    fc.property(past, past, (chat, email) => {
      const next = nextRequestAt({ chat, email }, NOW);
      return next === undefined || nextRequestAt({ chat, email }, next) === undefined;
    }),
  );
});

test.each([
  ["fresh", { consumedAt: null, expiresAt: ago(-1), attempts: 0 }, true],
  ["with four wrong tries", { consumedAt: null, expiresAt: ago(-1), attempts: 4 }, true],
  ["with five wrong tries", { consumedAt: null, expiresAt: ago(-1), attempts: 5 }, false],
  ["used", { consumedAt: ago(1), expiresAt: ago(-1), attempts: 0 }, false],
  ["at its last moment", { consumedAt: null, expiresAt: NOW, attempts: 0 }, false],
])("a code %s", (_state, code, alive) => {
  expect(isAlive(code, NOW)).toBe(alive);
});
