import fc from "fast-check";
import { expect, test } from "vitest";
import { endOfQuiet, isQuiet, nextMorning } from "../../src/domain/quiet-hours.ts";

const night = { from: 22, to: 8 };

test.each([
  // [zone, now, the morning], where clocks are put forward, back, by half an hour, or over midnight.
  ["Asia/Tokyo", "2026-11-23T14:00:00Z", "2026-11-23T23:00:00Z"],
  ["Asia/Tokyo", "2026-11-23T20:00:00Z", "2026-11-23T23:00:00Z"],
  ["Etc/UTC", "2026-11-23T22:00:00Z", "2026-11-24T08:00:00Z"],
  ["Europe/Berlin", "2026-03-28T22:30:00Z", "2026-03-29T06:00:00Z"],
  ["Europe/Berlin", "2026-10-24T21:30:00Z", "2026-10-25T07:00:00Z"],
  ["America/New_York", "2026-11-01T03:00:00Z", "2026-11-01T13:00:00Z"],
  ["Australia/Lord_Howe", "2026-10-03T13:00:00Z", "2026-10-03T21:00:00Z"],
  ["Asia/Beirut", "2026-03-28T21:00:00Z", "2026-03-29T05:00:00Z"],
  ["Asia/Kolkata", "2026-11-23T18:00:00Z", "2026-11-24T02:30:00Z"],
])("in %s at %s the night ends at %s", (zone, now, morning) => {
  expect(endOfQuiet(new Date(now), night, zone).toISOString()).toBe(new Date(morning).toISOString());
});

test.each([
  [{ from: 22, to: 8 }, "2026-11-23T21:59:00Z", false],
  [{ from: 22, to: 8 }, "2026-11-23T22:00:00Z", true],
  [{ from: 22, to: 8 }, "2026-11-24T07:59:00Z", true],
  [{ from: 22, to: 8 }, "2026-11-24T08:00:00Z", false],
  [{ from: 0, to: 8 }, "2026-11-24T00:00:00Z", true],
  [{ from: 13, to: 15 }, "2026-11-24T14:00:00Z", true],
  [{ from: 13, to: 15 }, "2026-11-24T16:00:00Z", false],
  [{ from: 0, to: 0 }, "2026-11-24T00:00:00Z", false],
])("with %j, %s is quiet: %s", (hours, at, quiet) => {
  expect(isQuiet(new Date(at), hours, "Etc/UTC")).toBe(quiet);
});

const zones = ["Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"];
const moment = fc.date({
  min: new Date("2026-01-01"),
  max: new Date("2028-01-01"),
  noInvalidDate: true,
});
const quietHours = fc.record({ from: fc.integer({ min: 0, max: 23 }), to: fc.integer({ min: 0, max: 23 }) });

test("the end of the quiet is not quiet, and never more than a day and an hour away", () => {
  fc.assert(
    fc.property(moment, quietHours, fc.constantFrom(...zones), (at, hours, zone) => {
      const end = endOfQuiet(at, hours, zone);
      expect(isQuiet(end, hours, zone)).toBe(false);
      expect(end.getTime() - at.getTime()).toBeLessThanOrEqual(25 * 60 * 60_000);
      expect(end >= at).toBe(true);
    }),
  );
});

test("the next morning leaves some rest, comes within a day and a bit, and is a full hour", () => {
  fc.assert(
    fc.property(moment, quietHours, fc.constantFrom(...zones), (at, hours, zone) => {
      const wait = nextMorning(at, hours, zone).getTime() - at.getTime();
      expect(wait).toBeGreaterThan(3 * 60 * 60_000);
      expect(wait).toBeLessThanOrEqual(30 * 60 * 60_000);
    }),
  );
});
