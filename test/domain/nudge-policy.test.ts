import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Bundle } from "../../src/domain/bundle.ts";
import { megabytes } from "../../src/domain/data-size.ts";
import { DAY_USED_UP, type NudgeRules, nudgeKey, type SaidNudge } from "../../src/domain/nudge.ts";
import { decideNudges, type NudgeSituation } from "../../src/domain/nudge-policy.ts";
import { type Foretold, validityWarnings } from "../../src/domain/nudge-truths.ts";
import { DAY_MS } from "../../src/domain/plan.ts";
import { readChoices, type StoredChoices } from "../../src/domain/reminder-choices.ts";

const HOUR_MS = 60 * 60_000;
/** Two in the afternoon in Tokyo. */
const now = new Date("2026-11-23T05:00:00Z");
const hence = (ms: number) => new Date(now.getTime() + ms);

const rules: NudgeRules = {
  levels: [20, 10, 0],
  validityHours: [72, 24, 3],
  quietHours: { from: 22, to: 8 },
  winBackAfterHours: 72,
  unconnectedAfterHours: 0,
  gapMinutes: 180,
};

/** A week of 10 GB in Japan with five days to go, half used. */
function bundle(more: Partial<Bundle> & { leftMb?: number; endsInMs?: number } = {}): Bundle {
  const { leftMb = 5_120, endsInMs = 5 * DAY_MS, ...rest } = more;
  const startsAt = rest.startsAt === undefined ? hence(endsInMs - 7 * DAY_MS) : rest.startsAt;
  return {
    id: "a",
    planSku: "JP-10GB-7D",
    planName: { en: "Japan week" },
    kind: "fixed",
    countries: ["JP"],
    dataTotalBytes: megabytes(10_240),
    dataUsedBytes: megabytes(10_240 - leftMb),
    fairUseBytes: null,
    dayIndex: 0,
    voiceTotalSeconds: 0,
    voiceUsedSeconds: 0,
    smsTotal: 0,
    smsUsed: 0,
    durationSeconds: (7 * DAY_MS) / 1000,
    notBefore: null,
    startsAt,
    expiresAt: startsAt && hence(endsInMs),
    usedUpAt: null,
    createdAt: hence(-2 * DAY_MS),
    ...rest,
  };
}

interface Case {
  bundles?: Bundle[];
  said?: Partial<SaidNudge>[];
  choices?: StoredChoices;
  runsOutAt?: Date;
  isMuted?: boolean;
  lastSaidAt?: Date;
  timeZone?: string;
  at?: Date;
  rules?: Partial<NudgeRules>;
}

const foretold = (at: Date): Foretold => ({
  type: "runs_out",
  at,
  exactness: "hour",
  end: "plan",
  beforeEndMs: DAY_MS,
  doubtMs: 0,
});

function decide(given: Case) {
  const inForce = { ...rules, ...given.rules };
  const situation: NudgeSituation = {
    bundles: given.bundles ?? [bundle()],
    runsOut: new Map(given.runsOutAt ? [["a", foretold(given.runsOutAt)]] : []),
    said: (given.said ?? []).map((said) => ({
      ...{ kind: "data", bundleId: "a", level: 20, at: hence(-DAY_MS), snoozedUntil: null },
      ...said,
    })),
    choices: readChoices(given.choices, inForce),
    isMuted: given.isMuted ?? false,
    lastSaidAt: given.lastSaidAt ?? null,
    timeZone: given.timeZone ?? "Asia/Tokyo",
  };
  const { say, lookAt, silent } = decideNudges(situation, inForce, given.at ?? now);
  return {
    say: say.map(
      ({ kind, bundleId, level }) => `${kind} ${level}${bundleId === "a" ? "" : ` of ${bundleId}`}`,
    ),
    silent: silent.map(({ topic, why }) => `${topic.kind} ${topic.level}: ${why}`),
    lookAt: lookAt?.toISOString(),
  };
}

const night = new Date("2026-11-23T15:30:00Z");
const usedUp = bundle({ leftMb: 0, usedUpAt: hence(-60_000) });
const next = bundle({ id: "next", leftMb: 10_240, startsAt: null });

describe("what is said", () => {
  test.each<[string, Case, string[]]>([
    ["half left", {}, []],
    ["a fifth left", { bundles: [bundle({ leftMb: 2_048 })] }, ["data 20"]],
    ["a little more than a fifth", { bundles: [bundle({ leftMb: 2_049 })] }, []],
    ["two levels passed at once", { bundles: [bundle({ leftMb: 900 })] }, ["data 10"]],
    ["used up", { bundles: [usedUp] }, ["data 0"]],
    ["used up long ago", { bundles: [bundle({ leftMb: 0, usedUpAt: hence(-2 * DAY_MS) })] }, []],
    [
      "a level of one's own",
      { bundles: [bundle({ leftMb: 5_000 })], choices: { levels: [50] } },
      ["data 50"],
    ],
    [
      "minutes low",
      { bundles: [bundle({ voiceTotalSeconds: 6_000, voiceUsedSeconds: 5_000 })] },
      ["minutes 20"],
    ],
    [
      "a plan of minutes used up",
      {
        bundles: [
          bundle({
            dataTotalBytes: null,
            dataUsedBytes: 0n,
            voiceTotalSeconds: 600,
            voiceUsedSeconds: 600,
            usedUpAt: hence(-1000),
          }),
        ],
      },
      ["minutes 0"],
    ],
    ["three days before the end", { bundles: [bundle({ endsInMs: 3 * DAY_MS - 1 })] }, ["validity 72"]],
    ["a day before the end", { bundles: [bundle({ endsInMs: DAY_MS })] }, ["validity 24"]],
    ["three hours before the end", { bundles: [bundle({ endsInMs: 2 * HOUR_MS })] }, ["validity 3"]],
    ["data that ends before the plan", { runsOutAt: hence(2 * DAY_MS) }, ["forecast 0"]],
    ["data that ends in four days", { runsOutAt: hence(4 * DAY_MS) }, []],
    ["data that lasts beyond the plan", { runsOutAt: hence(6 * DAY_MS) }, []],
    [
      "low data and its forecast are one thing",
      { bundles: [bundle({ leftMb: 2_000 })], runsOutAt: hence(DAY_MS) },
      ["data 20"],
    ],
    [
      "low data and the end of the plan are one message",
      { bundles: [bundle({ leftMb: 2_000, endsInMs: DAY_MS })] },
      ["data 20", "validity 24"],
    ],
    [
      "a day's data that is used up",
      {
        bundles: [
          bundle({
            kind: "daily",
            dataTotalBytes: megabytes(1024),
            dataUsedBytes: megabytes(1024),
            dayIndex: 2,
          }),
        ],
      },
      [`data ${DAY_USED_UP}`],
    ],
    [
      "the end of unlimited data",
      { bundles: [bundle({ kind: "unlimited", endsInMs: DAY_MS })] },
      ["validity 24"],
    ],
    [
      "a plan that ended three days ago",
      { bundles: [bundle({ startsAt: hence(-10 * DAY_MS), endsInMs: -3 * DAY_MS })] },
      ["win_back 0"],
    ],
    [
      "a plan that ended long ago",
      { bundles: [bundle({ startsAt: hence(-20 * DAY_MS), endsInMs: -9 * DAY_MS })] },
      [],
    ],
    [
      "a plan that nothing was used of",
      { bundles: [bundle({ leftMb: 10_240 })], rules: { unconnectedAfterHours: 24 } },
      ["unconnected 0"],
    ],
  ])("%s", (_name, given, said) => {
    expect(decide(given).say).toEqual(said);
  });
});

describe("reasons to stay silent", () => {
  const low = [bundle({ leftMb: 2_000 })];
  test.each<[string, Case, string[]]>([
    ["said before", { bundles: low, said: [{}] }, ["data 20: said"]],
    ["a lower level was said", { bundles: low, said: [{ level: 10 }] }, ["data 20: said"]],
    ["the card is muted", { bundles: low, isMuted: true }, ["data 20: muted"]],
    ["not wanted", { bundles: low, choices: { off: ["low"] } }, ["data 20: off"]],
    ["asked to wait", { bundles: low, said: [{ snoozedUntil: hence(HOUR_MS) }] }, ["data 20: snoozed"]],
    [
      "asked to wait, and it got a little lower",
      { bundles: [bundle({ leftMb: 900 })], said: [{ snoozedUntil: hence(HOUR_MS) }] },
      ["data 10: snoozed"],
    ],
    ["in the night", { bundles: low, at: night }, ["data 20: quiet_hours"]],
    [
      "just spoke of something else",
      { bundles: [bundle({ endsInMs: DAY_MS })], lastSaidAt: hence(-HOUR_MS) },
      ["validity 24: just_spoke"],
    ],
    ["renewed: another plan waits for it", { bundles: [usedUp, next] }, []],
    ["renewed: low, and another plan waits", { bundles: [...low, next] }, []],
    ["renewed: ends, and another plan waits", { bundles: [bundle({ endsInMs: HOUR_MS }), next] }, []],
    [
      "another plan with plenty is in force",
      { bundles: [...low, bundle({ id: "b", leftMb: 9_000, countries: ["*"] })] },
      [],
    ],
    ["nothing was used, and the operator did not ask", { bundles: [bundle({ leftMb: 10_240 })] }, []],
    [
      "ended, and another plan is to come",
      {
        bundles: [
          bundle({ startsAt: hence(-10 * DAY_MS), endsInMs: -3 * DAY_MS }),
          bundle({ id: "b", startsAt: hence(9 * DAY_MS), endsInMs: 16 * DAY_MS }),
        ],
      },
      [],
    ],
  ])("%s", (_name, given, silent) => {
    expect(decide(given)).toMatchObject({ say: [], silent });
  });

  test.each<[string, Case, string[]]>([
    ["a snooze that is over", { bundles: low, said: [{ snoozedUntil: hence(-1) }] }, ["data 20"]],
    [
      "a plan for another country does not help",
      { bundles: [...low, { ...next, countries: ["KR"] }] },
      ["data 20"],
    ],
    [
      "a plan that begins on a later day does not help",
      { bundles: [...low, { ...next, notBefore: hence(2 * DAY_MS) }] },
      ["data 20"],
    ],
    [
      "another plan that is low itself does not help",
      { bundles: [bundle({ leftMb: 1_000 }), bundle({ id: "b", leftMb: 900 })] },
      ["data 10", "data 10 of b"],
    ],
    [
      "a lower level than the one that was said",
      { bundles: [bundle({ leftMb: 900 })], said: [{}] },
      ["data 10"],
    ],
    [
      "the plan's end is used up, although a day was used up before",
      { bundles: [usedUp], said: [{ level: DAY_USED_UP }] },
      ["data 0"],
    ],
    [
      "what waits for a better moment comes with what cannot wait",
      { bundles: [bundle({ leftMb: 900, endsInMs: DAY_MS })], lastSaidAt: hence(-HOUR_MS) },
      ["data 10", "validity 24"],
    ],
  ])("but not: %s", (_name, given, said) => {
    expect(decide(given).say).toEqual(said);
  });
});

describe("the night", () => {
  test.each<[string, Case, string[]]>([
    [
      "used up: it is being used",
      { bundles: [bundle({ leftMb: 0, usedUpAt: night })], at: night },
      ["data 0"],
    ],
    [
      "ends before the morning",
      { bundles: [bundle({ endsInMs: night.getTime() + 2 * HOUR_MS - now.getTime() })], at: night },
      ["validity 3"],
    ],
    [
      "runs out before the morning",
      { runsOutAt: new Date(night.getTime() + 3 * HOUR_MS), at: night },
      ["forecast 0"],
    ],
    [
      "ends when the morning has just begun",
      { bundles: [bundle({ endsInMs: Date.parse("2026-11-23T23:30:00Z") - now.getTime() })], at: night },
      ["validity 24"],
    ],
    [
      "ends some hours after the morning",
      { bundles: [bundle({ endsInMs: Date.parse("2026-11-24T03:00:00Z") - now.getTime() })], at: night },
      [],
    ],
    [
      "somebody without quiet hours",
      { bundles: [bundle({ leftMb: 2_000 })], at: night, choices: { quietHours: { from: 0, to: 0 } } },
      ["data 20"],
    ],
    [
      "the same moment is a morning in New York",
      { bundles: [bundle({ leftMb: 2_000 })], at: night, timeZone: "America/New_York" },
      ["data 20"],
    ],
  ])("%s", (_name, given, said) => {
    expect(decide(given).say).toEqual(said);
  });

  test.each([
    ["Asia/Tokyo", "2026-11-23T15:30:00Z", "2026-11-23T23:00:00.000Z"],
    // Clocks go back in this night, and forward in the other.
    ["Europe/Berlin", "2026-10-24T22:30:00Z", "2026-10-25T07:00:00.000Z"],
    ["Europe/Berlin", "2027-03-27T22:30:00Z", "2027-03-28T06:00:00.000Z"],
    ["America/New_York", "2026-11-01T03:00:00Z", "2026-11-01T13:00:00.000Z"],
  ])("in %s what comes up at %s is looked at again at %s", (timeZone, at, morning) => {
    const begun = new Date(Date.parse(at) - 2 * DAY_MS);
    const bundles = [
      bundle({ leftMb: 2_000, startsAt: begun, expiresAt: new Date(begun.getTime() + 7 * DAY_MS) }),
    ];
    expect(decide({ bundles, timeZone, at: new Date(at) })).toEqual({
      say: [],
      silent: ["data 20: quiet_hours"],
      lookAt: morning,
    });
  });
});

describe("when to look again", () => {
  test.each<[string, Case, Date | undefined]>([
    ["at the next warning of the end", {}, hence(2 * DAY_MS)],
    ["after the end, to win back", { bundles: [bundle({ endsInMs: HOUR_MS })] }, hence(HOUR_MS)],
    ["when three days are left of the data", { runsOutAt: hence(4 * DAY_MS) }, hence(DAY_MS)],
    [
      "when a plan begins",
      { bundles: [bundle({ startsAt: hence(HOUR_MS), endsInMs: 7 * DAY_MS })] },
      hence(HOUR_MS),
    ],
    [
      "never, when all is over",
      { bundles: [bundle({ startsAt: hence(-20 * DAY_MS), endsInMs: -13 * DAY_MS })] },
      undefined,
    ],
    ["never, without a plan", { bundles: [] }, undefined],
  ])("%s", (_name, given, at) => {
    expect(decide(given).lookAt).toBe(at?.toISOString());
  });

  const someBundle = fc
    .record({
      leftMb: fc.integer({ min: 0, max: 10_240 }),
      begunHours: fc.integer({ min: -400, max: 100 }),
      days: fc.integer({ min: 1, max: 30 }),
      kind: fc.constantFrom("fixed" as const, "monthly" as const, "daily" as const, "unlimited" as const),
    })
    .map(({ leftMb, begunHours, days, kind }) => {
      const startsAt = hence(begunHours * HOUR_MS);
      const expiresAt = new Date(startsAt.getTime() + days * DAY_MS);
      const usedUpAt = leftMb === 0 ? now : null;
      return bundle({ leftMb, startsAt, expiresAt, kind, usedUpAt, durationSeconds: (days * DAY_MS) / 1000 });
    });

  test("it is always later than now, and whoever follows it hears everything once and comes to an end", () => {
    fc.assert(
      fc.property(
        someBundle,
        fc.constantFrom("Asia/Tokyo", "Europe/Berlin", "America/New_York"),
        (one, timeZone) => {
          const said: SaidNudge[] = [];
          const keys = new Set<string>();
          let at = now;
          let lastSaidAt: Date | null = null;
          for (let looks = 0; ; looks++) {
            expect(looks).toBeLessThan(40);
            const choices = readChoices(undefined, rules);
            const situation = {
              bundles: [one],
              runsOut: new Map(),
              said,
              choices,
              isMuted: false,
              lastSaidAt,
              timeZone,
            };
            const { say, lookAt } = decideNudges(situation, rules, at);
            for (const topic of say) {
              const { kind, bundleId, level } = topic;
              expect(keys.has(nudgeKey(topic))).toBe(false);
              keys.add(nudgeKey(topic));
              said.push({ kind, bundleId, level, at, snoozedUntil: null });
            }
            if (say.length > 0) lastSaidAt = at;
            if (!lookAt) return;
            expect(lookAt > at).toBe(true);
            at = lookAt;
          }
        },
      ),
    );
  });
});

describe("warnings of a plan's end", () => {
  const hoursBefore = (days: number, hours = [72, 24, 3]) =>
    validityWarnings(now, hence(days * DAY_MS), hours).map(
      ({ at }) => (hence(days * DAY_MS).getTime() - at.getTime()) / HOUR_MS,
    );
  test.each([
    [30, [72, 24, 3]],
    [7, [72, 24, 3]],
    [5, [60, 24, 3]],
    [3, [36, 18, 3]],
    [2, [24, 3]],
    [1, [3]],
  ])("of a plan of %i days come %j hours before it", (days, hours) => {
    expect(hoursBefore(days)).toEqual(hours);
  });
});
