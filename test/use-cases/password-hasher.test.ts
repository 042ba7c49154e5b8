import { expect, test } from "vitest";
import { createPasswordHasher, RECOMMENDED_LOG2_N } from "../../src/use-cases/password/password-hasher.ts";

const PASSWORD = "seven quiet lanterns";

test("a password is hashed at the recommended cost, with a salt of its own", async () => {
  const passwords = createPasswordHasher();
  const hash = await passwords.hash(PASSWORD);
  expect(RECOMMENDED_LOG2_N).toBe(17);
  expect(hash).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/);
  expect(await passwords.matches(PASSWORD, hash)).toBe(true);
}, 60_000);

test("it matches itself alone, however its characters were composed, and nobody's hash matches nothing", async () => {
  const passwords = createPasswordHasher({ log2N: 10 });
  const [first, second] = [await passwords.hash("café lanterns"), await passwords.hash("café lanterns")];
  expect(first).not.toBe(second);
  expect(await passwords.matches("cafe\u0301 lanterns", first)).toBe(true);
  expect(await passwords.matches("cafe lanterns", first)).toBe(false);
  expect(await passwords.matches("", null)).toBe(false);
});

test("a hash of an older cost is compared at that cost", async () => {
  const hash = await createPasswordHasher({ log2N: 9 }).hash(PASSWORD);
  expect(await createPasswordHasher({ log2N: 11 }).matches(PASSWORD, hash)).toBe(true);
});

test("one at a time: who finds too many waiting is asked to come back, and later all is well", async () => {
  const passwords = createPasswordHasher({ log2N: 10 });
  const answers = await Promise.all(Array.from({ length: 40 }, () => passwords.matches(PASSWORD, null)));
  expect(answers.filter((answer) => answer === false)).toHaveLength(13);
  expect(answers.filter((answer) => answer === "busy")).toHaveLength(27);
  expect(await passwords.matches(PASSWORD, await passwords.hash(PASSWORD))).toBe(true);
});
