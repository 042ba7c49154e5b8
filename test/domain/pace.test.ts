import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTelegramPace } from "../../src/adapters/telegram/pace.ts";
import {
  type Bucket,
  type Flow,
  type Sent,
  spend,
  waitFor,
  waitForToken,
  withOneMore,
} from "../../src/domain/pace.ts";

const steps = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 200 });

test("whoever asks first never has more in any span than the limit allows", () => {
  const limits = fc.record({
    count: fc.integer({ min: 1, max: 20 }),
    perMs: fc.integer({ min: 1, max: 60_000 }),
  });
  fc.assert(
    fc.property(limits, steps, (limit, pauses) => {
      let sent: Sent = [];
      const times: number[] = [];
      let now = 0;
      for (const pause of pauses) {
        now += pause;
        if (waitFor(sent, limit, now) > 0) continue;
        sent = withOneMore(sent, limit, now);
        times.push(now);
      }
      for (const [index, time] of times.entries()) {
        const first = times[index - limit.count];
        if (first !== undefined) expect(time - first).toBeGreaterThanOrEqual(limit.perMs);
      }
    }),
  );
});

test("whoever waits as long as was said may go then, and not before", () => {
  const limit = { count: 2, perMs: 1_000 };
  const sent = [0, 400];
  expect(waitFor(sent, limit, 500)).toBe(500);
  expect(waitFor(sent, limit, 999)).toBe(1);
  expect(waitFor(sent, limit, 1_000)).toBe(0);
});

test("a bucket lets through the flow and one burst, however it is asked", () => {
  const flows = fc.record({
    perSecond: fc.integer({ min: 1, max: 1_000 }),
    burst: fc.integer({ min: 1, max: 50 }),
  });
  fc.assert(
    fc.property(flows, steps, (flow, pauses) => {
      let bucket: Bucket = { tokens: flow.burst, at: 0 };
      let [now, through] = [0, 0];
      for (const pause of pauses) {
        now += pause;
        if (waitForToken(bucket, flow, now) > 0) continue;
        bucket = spend(bucket, flow, now);
        through++;
      }
      expect(through).toBeLessThanOrEqual(flow.burst + (now / 1000) * flow.perSecond);
    }),
  );
});

test("what is spent without asking is paid back, and never more than a second of it", () => {
  const flow: Flow = { perSecond: 30, burst: 3 };
  let bucket: Bucket = { tokens: 3, at: 0 };
  for (let answer = 0; answer < 13; answer++) bucket = spend(bucket, flow, 0);
  expect(waitForToken(bucket, flow, 0)).toBe(Math.ceil((11 / 30) * 1000));
  for (let answer = 0; answer < 1_000; answer++) bucket = spend(bucket, flow, 0);
  expect(waitForToken(bucket, flow, 0)).toBeLessThanOrEqual(1_034);
});

test("a clock that was set back keeps nobody waiting for the hour it went", () => {
  expect(waitFor([3_600_000], { count: 1, perMs: 1_000 }, 0)).toBe(0);
  expect(waitForToken({ tokens: 0, at: 3_600_000 }, { perSecond: 30, burst: 3 }, 0)).toBe(34);
});

describe("Telegram's pace", () => {
  let now = 0;
  const open = () => {
    now = 1_000_000;
    const rates = {
      telegramMessagesPerSecond: 30,
      telegramChatMessagesPerSecond: 1,
      telegramGroupMessagesPerMinute: 20,
    };
    const pace = createTelegramPace(rates, { now: () => new Date(now) });
    now += 1_000;
    return pace;
  };

  /** What goes out in a span to chats that change all the time, asking every 5 ms. */
  function sentWithin(pace: ReturnType<typeof open>, ms: number, alsoEvery?: number): number {
    let sent = 0;
    for (const end = now + ms; now < end; now += 5) {
      if (alsoEvery !== undefined && now % alsoEvery === 0) pace.answered(BigInt(now));
      if (pace.waitMs() > 0) continue;
      pace.spend(BigInt(1_000_000_000 + now));
      sent++;
    }
    return sent;
  }

  test("thirty a second go out, and answers count against them", () => {
    expect(sentWithin(open(), 10_000)).toBeGreaterThanOrEqual(297);
    expect(sentWithin(open(), 10_000)).toBeLessThanOrEqual(306);
    const besideAnswers = sentWithin(open(), 10_000, 100);
    expect(besideAnswers).toBeGreaterThanOrEqual(195);
    expect(besideAnswers).toBeLessThanOrEqual(208);
  });

  test("however many answers there are, one in ten of the messages goes out", () => {
    const sent = sentWithin(open(), 10_000, 5);
    expect(sent).toBeGreaterThanOrEqual(28);
    expect(sent).toBeLessThanOrEqual(40);
  });

  test("a chat hears one a second, a group twenty a minute, and nobody waits for another", () => {
    const pace = open();
    pace.spend(7n);
    expect(pace.waitForChatMs(7n, false)).toBe(1_010);
    expect(pace.waitForChatMs(8n, false)).toBe(0);
    for (let said = 0; said < 20; said++) {
      pace.spend(-100n);
      now += 1_010;
    }
    expect(pace.waitForChatMs(-100n, false)).toBe(60_600 - 20 * 1_010);
    expect(pace.restingFor(1_000)).toEqual([-100n]);
  });

  test("payment news may follow at once, but no more than three in three seconds", () => {
    const pace = open();
    for (let said = 0; said < 3; said++) {
      expect(pace.waitForChatMs(7n, true)).toBe(0);
      pace.spend(7n);
    }
    expect(pace.waitForChatMs(7n, true)).toBe(3_030);
    now += 1_010;
    expect(pace.waitForChatMs(7n, false)).toBe(0);
  });

  test("a refusal is about its chat, and two chats refused at once are about the bot", () => {
    const pace = open();
    pace.refused(7n, 30);
    expect(pace.waitForChatMs(7n, false)).toBe(30_000);
    expect(pace.waitMs()).toBe(0);
    pace.refused(7n, 30);
    expect(pace.waitMs()).toBe(0);
    pace.refused(8n, 20);
    expect(pace.waitMs()).toBe(20_000);
    now += 20_000;
    expect(pace.waitMs()).toBe(0);
    expect(pace.waitForChatMs(7n, false)).toBe(10_000);
  });
});
