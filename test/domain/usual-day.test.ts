import { expect, test } from "vitest";
import { type DayOfUse, usualDay } from "../../src/domain/usual-day.ts";

const days = (cardId: string, ...megabytes: number[]): DayOfUse[] =>
  megabytes.map((mb) => ({ cardId, bytes: BigInt(mb) * 1024n * 1024n }));

test.each([
  ["the middle of an odd number of days", days("a", 300, 900, 500), 500, 3],
  ["between the two in the middle", days("a", 100, 400, 600, 5_000), 500, 4],
  ["whatever one wild day took", days("a", 300, 310, 20_000), 310, 3],
  ["without days on which it was only carried around", days("a", 300, 500, 700, 2, 0, 9), 500, 3],
  [
    "of the card itself, if it has days enough",
    [...days("a", 100, 110, 120), ...days("b", 900, 900)],
    110,
    3,
  ],
  ["of all cards otherwise", [...days("a", 100, 200), ...days("b", 300)], 200, 3],
])("a usual day is %s", (_, used, megabytes, count) => {
  expect(usualDay(used, "a")).toEqual({ bytes: BigInt(megabytes) * 1024n * 1024n, days: count });
});

test("two days say nothing yet", () => {
  expect(usualDay(days("a", 300, 500), "a")).toBeUndefined();
});
