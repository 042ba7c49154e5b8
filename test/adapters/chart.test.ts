import { crc32, inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { paintUsage } from "../../src/adapters/chart/paint-usage.ts";
import type { UsageChart } from "../../src/ports/chart-painter.ts";

const week: UsageChart = {
  unit: "GB",
  days: [20, 21, 22, 23, 24].map((number, index) => ({
    number,
    used: index < 3 ? index + 0.5 : null,
    isToday: index === 2,
  })),
  left: {
    unit: "GB",
    total: 10,
    points: [
      { day: 0.5, amount: 10 },
      { day: 2.5, amount: 5.5 },
    ],
    expected: { day: 4, amount: 0 },
  },
  endsAt: 4.5,
};

/** The chunks of a PNG, each with a checksum that holds, and the colour of a pixel. */
function readPng(png: Uint8Array) {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.set(body.toString("latin1", 0, 4), body.subarray(4));
    at += 12 + length;
  }
  const [width, height] = [chunks.get("IHDR")!.readUInt32BE(0), chunks.get("IHDR")!.readUInt32BE(4)];
  const rows = inflateSync(chunks.get("IDAT")!);
  expect(rows).toHaveLength(height * (width * 3 + 1));
  const colourAt = (x: number, y: number) => [
    ...rows.subarray(y * (width * 3 + 1) + 1 + x * 3).subarray(0, 3),
  ];
  return { chunks: [...chunks.keys()], width, height, colourAt };
}

test("a chart is a PNG with its own background, the same for the same figures", async () => {
  const png = await paintUsage(week);
  const { chunks, width, height, colourAt } = readPng(png);
  expect(chunks).toEqual(["IHDR", "IDAT", "IEND"]);
  expect([width, height]).toEqual([1080, 840]);
  for (const [x, y] of [
    [0, 0],
    [width - 1, 0],
    [0, height - 1],
    [width - 1, height - 1],
  ]) {
    expect(colourAt(x!, y!)).toEqual([22, 32, 46]);
  }
  expect(png.length).toBeLessThan(100_000);
  expect(Buffer.from(await paintUsage(week)).equals(Buffer.from(png))).toBe(true);
  const more = { ...week, days: week.days.map((day) => ({ ...day, used: day.used && day.used * 2 })) };
  expect(Buffer.from(await paintUsage(more)).equals(Buffer.from(png))).toBe(false);
});

test.each<[string, Partial<UsageChart>]>([
  ["nothing used", { days: [{ number: 1, used: 0, isToday: true }] }],
  ["hardly anything", { unit: "MB", days: [{ number: 31, used: 0.000_001, isToday: true }] }],
  ["more than anybody uses", { days: [{ number: 9, used: 8_600_000_000.7, isToday: true }] }],
  ["minutes", { unit: "min", days: [{ number: 8, used: 61.4, isToday: true }] }],
  [
    "two months",
    { days: Array.from({ length: 60 }, (_, day) => ({ number: (day % 30) + 1, used: day, isToday: false })) },
  ],
  ["a plan by the day", { left: undefined, dayLimit: 1.5 }],
  ["an end on the edge", { endsAt: 5, left: { ...week.left!, points: [{ day: 0, amount: 0 }] } }],
])("%s can be drawn", async (_what, more) => {
  expect(readPng(await paintUsage({ ...week, ...more })).width).toBe(1080);
});
