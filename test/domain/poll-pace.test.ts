import { expect, test } from "vitest";
import type { Bundle } from "../../src/domain/bundle.ts";
import { megabytes } from "../../src/domain/data-size.ts";
import { DAY_MS } from "../../src/domain/plan.ts";
import { nextPollAt } from "../../src/domain/poll-pace.ts";

const now = new Date("2026-11-23T05:00:00Z");
const bundle = (leftMb: number, more: Partial<Bundle> = {}) =>
  ({
    ...{
      kind: "fixed",
      dataTotalBytes: megabytes(1_000),
      dataUsedBytes: megabytes(1_000 - leftMb),
      dayIndex: 0,
    },
    ...{ voiceTotalSeconds: 0, voiceUsedSeconds: 0, smsTotal: 0, smsUsed: 0, durationSeconds: 604_800 },
    startsAt: new Date(now.getTime() - DAY_MS),
    expiresAt: new Date(now.getTime() + DAY_MS),
    ...more,
  }) as Bundle;
const minutes = (bundles: Bundle[], chance = 0.5) => {
  const at = nextPollAt(bundles, now, chance);
  return at && (at.getTime() - now.getTime()) / 60_000;
};

test.each<[string, Bundle[], number | null]>([
  ["nearly used up", [bundle(50)], 10],
  ["low", [bundle(200)], 30],
  ["half left", [bundle(500)], 120],
  ["plenty", [bundle(900)], 360],
  ["minutes are low", [bundle(900, { voiceTotalSeconds: 1000, voiceUsedSeconds: 950 })], 10],
  ["unlimited", [bundle(0, { kind: "unlimited", dataTotalBytes: null })], 720],
  ["the nearest of several", [bundle(900), bundle(200)], 30],
  ["yet to begin", [bundle(1_000, { startsAt: null, expiresAt: null })], 720],
  ["over", [bundle(500, { expiresAt: new Date(now.getTime() - 1) })], null],
  ["without a plan", [], null],
])("a card that is %s is asked about after so many minutes", (_name, bundles, pause) => {
  expect(minutes(bundles)).toBe(pause);
});

test("those that are asked together are spread", () => {
  expect([minutes([bundle(200)], 0), minutes([bundle(200)], 1)]).toEqual([24, 36]);
});
