import { setImmediate as nextTurn } from "node:timers/promises";
import type { ChartPoint, PaintUsage, UsageChart } from "../../ports/chart-painter.ts";
import { type Canvas, type Colour, createCanvas, type Point } from "./canvas.ts";
import { pngFile } from "./png-file.ts";
import { textWidth, writeText } from "./stroke-font.ts";

/** In points, as wide as a chat on a phone: so letters are as large there as they are here. Three pixels each. */
const SIZE = { width: 360, height: 280, scale: 3 };
const MARGIN = 14;
/** Amounts stand left of this, days right of it. */
const LEFT = MARGIN + 48;
const RIGHT = SIZE.width - MARGIN;
const TOP = 30;
const DAYS_AT = SIZE.height - 12;
const BARS_BOTTOM = SIZE.height - 32;
const BARS_TOP_BELOW = 176;
const LEFT_BOTTOM = 136;
const TEXT = 10.5;
const MOST_IN_A_PIECE = 60;
const WIDEST_PIECE = 60;

/** A card of its own: night blue reads well between light bubbles and dark ones. */
const BACKGROUND: Colour = [22, 32, 46];
const GRID: Colour = [46, 60, 78];
const INK: Colour = [196, 210, 226];
const BRIGHT: Colour = [255, 255, 255];
const BAR: Colour = [64, 150, 220];
const TODAY: Colour = [118, 200, 255];
const REST: Colour = [104, 211, 145];
const EXPECTED: Colour = [255, 200, 87];
const END: Colour = [255, 112, 112];

/**
 * Above, what is left, its expected way on dashed; below, a bar for each day; a line through both where the
 * plan ends. Without a plan that can run out the bars have all of it.
 */
export const paintUsage: PaintUsage = async (chart) => {
  const canvas = createCanvas(SIZE, BACKGROUND);
  await nextTurn();
  const across = (day: number) => LEFT + ((RIGHT - LEFT) * day) / chart.days.length;
  for (const draw of [...bars(canvas, chart, across), ...left(canvas, chart, across)]) {
    draw();
    // Each takes a millisecond or two: updates are answered in between.
    await nextTurn();
  }
  return pngFile(canvas.width, canvas.height, canvas.pixels);
};

type Across = (day: number) => number;
type Step = () => void;

function* bars(canvas: Canvas, chart: UsageChart, across: Across): Generator<Step> {
  const { days, unit, dayLimit, endsAt } = chart;
  const top = chart.left ? BARS_TOP_BELOW : TOP;
  const highest = Math.max(...days.map(({ used }) => used ?? 0), dayLimit ?? 0);
  const most = roundAbove(highest);
  const up = (amount: number) => BARS_BOTTOM - ((BARS_BOTTOM - top) * amount) / most;
  yield () => gridLine(canvas, up(most), `${amountText(most)} ${unit}`);
  yield () => gridLine(canvas, up(most / 2), amountText(most / 2));

  const width = across(1) - across(0);
  const gap = Math.min(6, width * 0.25);
  for (const [index, { used, isToday }] of days.entries()) {
    if (!used) continue;
    // A hair at least: something was used.
    const box = {
      left: across(index) + gap / 2,
      right: across(index + 1) - gap / 2,
      top: Math.min(up(used), BARS_BOTTOM - 1.5),
      bottom: BARS_BOTTOM,
    };
    yield () => canvas.rectangle(box, isToday ? TODAY : BAR, { radius: 3 });
  }
  if (dayLimit !== undefined) {
    yield* dashes(canvas, { x: LEFT, y: up(dayLimit) }, { x: RIGHT, y: up(dayLimit) }, EXPECTED, 1.5);
  }
  yield () =>
    canvas.rectangle({ left: LEFT, right: RIGHT, top: BARS_BOTTOM, bottom: BARS_BOTTOM + 1 }, INK, {
      opacity: 0.5,
    });
  if (endsAt !== undefined) {
    const x = across(endsAt);
    yield () =>
      canvas.line(
        [
          { x, y: TOP - 14 },
          { x, y: BARS_BOTTOM },
        ],
        1.5,
        END,
      );
    yield () => canvas.line([{ x, y: TOP - 14 }], 7, END);
  }
  const step = labelStep(width);
  const today = Math.max(
    0,
    days.findIndex(({ isToday }) => isToday),
  );
  for (const [index, { number, isToday }] of days.entries()) {
    if ((index - today) % step !== 0) continue;
    const at = { x: across(index + 0.5), y: DAYS_AT, height: TEXT, align: "middle" as const };
    yield () => writeText(canvas, String(number), at, isToday ? BRIGHT : INK);
  }
}

function* left(canvas: Canvas, { left: rest }: UsageChart, across: Across): Generator<Step> {
  if (!rest) return;
  const up = (amount: number) => LEFT_BOTTOM - ((LEFT_BOTTOM - TOP) * amount) / rest.total;
  const place = ({ day, amount }: ChartPoint): Point => ({ x: across(day), y: up(amount) });
  yield () => gridLine(canvas, up(rest.total), `${amountText(rest.total)} ${rest.unit}`);
  yield () => gridLine(canvas, up(rest.total / 2), amountText(rest.total / 2));
  yield () =>
    canvas.rectangle({ left: LEFT, right: RIGHT, top: LEFT_BOTTOM, bottom: LEFT_BOTTOM + 1 }, INK, {
      opacity: 0.5,
    });

  const points = rest.points.map(place);
  const now = points.at(-1);
  if (!now) return;
  for (const piece of piecesOf(points)) yield () => canvas.area(piece, LEFT_BOTTOM, REST, 0.22);
  for (const piece of piecesOf(points)) yield () => canvas.line(piece, 2.5, REST);
  if (rest.expected) {
    const expected = place(rest.expected);
    yield* dashes(canvas, now, expected, EXPECTED, 2.5);
    if (rest.expected.amount === 0) yield () => canvas.line([expected], 8, EXPECTED);
  }
  yield () => canvas.line([now], 9, BRIGHT);
  yield () => canvas.line([now], 6, REST);
  const label = `${amountText(rest.points.at(-1)!.amount)} ${rest.unit}`;
  const room = textWidth(label, TEXT + 2) / 2 + 2;
  const x = Math.min(Math.max(now.x, LEFT + room), RIGHT - room);
  yield () =>
    writeText(
      canvas,
      label,
      { x: Math.min(x + room, RIGHT - room), y: now.y - 9, height: TEXT + 2, align: "middle" },
      BRIGHT,
    );
}

/** A long line is no short step: it is drawn in pieces that meet, none of them wide. */
function* piecesOf(points: readonly Point[]): Generator<Point[]> {
  let piece = points.slice(0, 1);
  for (const point of points.slice(1)) {
    piece.push(point);
    if (piece.length < MOST_IN_A_PIECE && point.x - piece[0]!.x < WIDEST_PIECE) continue;
    yield piece;
    piece = [point];
  }
  if (piece.length > 1) yield piece;
}

function gridLine(canvas: Canvas, y: number, label: string): void {
  canvas.rectangle({ left: LEFT, right: RIGHT, top: y, bottom: y + 1 }, GRID);
  const height = Math.min(TEXT, (TEXT * (LEFT - MARGIN - 6)) / textWidth(label, TEXT));
  writeText(canvas, label, { x: LEFT - 6, y: y + height / 2, height, align: "right" }, INK);
}

function* dashes(canvas: Canvas, a: Point, b: Point, colour: Colour, thickness: number): Generator<Step> {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const at = (along: number): Point => ({
    x: a.x + ((b.x - a.x) * along) / length,
    y: a.y + ((b.y - a.y) * along) / length,
  });
  for (let along = 5; along < length; along += 9) {
    yield () => canvas.line([at(along), at(Math.min(along + 4, length))], thickness, colour);
  }
}

/** The round amount that the highest bar fits under; 1 at least, for less has no digits to say it. */
function roundAbove(highest: number): number {
  const wanted = Math.max(1, highest);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((factor) => factor * power).find((round) => round >= wanted)!;
}

/** How many days from one number to the next, so that they do not touch. */
const labelStep = (dayWidth: number): number =>
  [1, 2, 5, 7, 10, 14].find((step) => step * dayWidth >= 22) ?? 14;

/** As short as it can be said: `10`, `2.5`, `0.25`. */
const amountText = (amount: number): string => String(Number(amount.toFixed(amount < 1 ? 2 : 1)));
