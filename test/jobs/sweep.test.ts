import { expect, test } from "vitest";
import { sweepAll } from "../../src/jobs/sweep.ts";

const failing = (message: string) => () => Promise.reject(new Error(message));

test("what fails holds up nothing that comes after it, and is said at the end", async () => {
  const done: string[] = [];
  const doing = (name: string) => async () => void done.push(name);
  await expect(sweepAll([doing("first"), failing("no carrier"), doing("second")])).rejects.toThrow(
    "no carrier",
  );
  await expect(sweepAll([failing("one"), doing("third"), failing("two")])).rejects.toThrow("one; two");
  await sweepAll([doing("fourth")]);
  expect(done).toEqual(["first", "second", "third", "fourth"]);
});
