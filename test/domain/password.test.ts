import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkNewPassword, looksLikePassword, normalizePassword } from "../../src/domain/password.ts";
import { nextTryAt } from "../../src/domain/password-limits.ts";

const email = "anna.maier@example.com";
const verdict = (password: string) => {
  const checked = checkNewPassword(password, { email });
  return checked.ok ? "ok" : checked.error.type;
};

describe("a new password", () => {
  test.each([
    "seven quiet lanterns",
    "paper boats",
    "tangerine-ladder-42",
    "xK9#mQ2$vL7p",
    "我在京都吃了三碗拉面呢",
    "Der Zug kommt um neun",
  ])("%s will do", (password) => expect(verdict(password)).toBe("ok"));

  test.each([
    ["ninechars", "too_short"],
    ["猫猫猫猫猫猫猫猫猫", "too_short"],
    ["x".repeat(129), "too_long"],
    ["password123", "common"],
    ["P@ssw0rd2026!", "common"],
    ["passwordpassword", "common"],
    ["  password  ", "common"],
    ["correct horse battery staple", "common"],
    ["1234567890", "common"],
    ["qwertyuiop12", "common"],
    ["abcdefghijk", "common"],
    ["aaaaaaaaaaaa", "common"],
    ["abcabcabcabc", "common"],
    ["xyz1xyz1xyz1", "common"],
    ["woaini1314520", "common"],
    ["Summer2026!!", "common"],
    ["anna.maier@example.com", "email"],
    ["my anna.maier@example.com", "email"],
    ["AnnaMaier1990", "email"],
    ["anna.maier!!", "email"],
  ])("%s will not: %s", (password, why) => expect(verdict(password)).toBe(why));

  test("is the same however a keyboard composes its characters", () => {
    expect(normalizePassword("cafe\u0301 ２")).toBe(normalizePassword("café 2"));
  });

  test("is judged, whatever it is, and never changed but in its composition", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (typed) => {
        const checked = checkNewPassword(typed, { email });
        if (checked.ok) expect(checked.value).toBe(normalizePassword(typed));
      }),
    );
  });
});

describe("in a chat", () => {
  test.each([
    "hunter2-secret",
    "Tr0ub4dor&3",
    "password: hunter2",
    "我的密码是hunter22",
    "密碼：abc12345",
    `${email} hunter2!`,
    `${email}\nhunter22`,
  ])("%j looks like a password", (text) => expect(looksLikePassword(text)).toBe(true));

  test.each([
    "hello",
    "what is this?",
    "I forgot my password",
    "my password is wrong!",
    "密码是什么来着",
    "我忘了密码",
    email,
    `My mail is ${email}`,
    `${email}, bo@example.com`,
    "123456",
    "123 456",
    "8999999000000000017",
    "8999-9990-0000-0000-17F",
    "HY-4T7K2M",
    "/link",
    "@somebody12",
    "https://example.com/a1b2c3",
    "anna.example.com",
    "Thankyou!!!",
    "<b>qwzxv</b>",
    "🙃🙃🙃🙃🙃🙃🙃🙃1",
  ])("%j does not", (text) => expect(looksLikePassword(text)).toBe(false));
});

test("wrong tries hold up for at most a day, however many there were", () => {
  const now = new Date("2026-11-23T05:02:00Z");
  const DAY_MS = 24 * 60 * 60_000;
  const times = fc.array(fc.integer({ min: 0, max: DAY_MS }), { maxLength: 300 });
  fc.assert(
    fc.property(times, times, times, (chat, account, address) => {
      const past = (ages: number[]) => ages.map((age) => new Date(now.getTime() - age));
      const next = nextTryAt({ chat: past(chat), email: past(account), address: past(address) }, now);
      expect((next ?? now).getTime() - now.getTime()).toBeLessThanOrEqual(DAY_MS);
      if (chat.length < 5 && account.length < 20 && address.length < 50) expect(next).toBeUndefined();
    }),
  );
});
