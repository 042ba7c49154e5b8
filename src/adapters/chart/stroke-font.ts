import type { Canvas, Colour, Point } from "./canvas.ts";

/** Part of an ellipse, in degrees clockwise from the right; `[x, y]` a point that a straight line leads to. */
type Part =
  | readonly [x: number, y: number]
  | { arc: readonly [cx: number, cy: number, rx: number, ry: number, from: number, to: number] };

interface Glyph {
  width: number;
  /** Each is drawn without lifting the pen. */
  strokes: readonly (readonly Part[])[];
}

/** Drawn on a height of 14, from the top down to the line they stand on. Only what charts need. */
const HEIGHT = 14;
const THICKNESS = 2;
const SPACING = 3;

const arc = (...arc: [number, number, number, number, number, number]): Part => ({ arc });

const glyphs: Record<string, Glyph> = {
  "0": { width: 9, strokes: [[arc(4.5, 7, 4.5, 7, 0, 360)]] },
  "1": {
    width: 5,
    strokes: [
      [
        [0, 3.4],
        [4, 0],
        [4, 14],
      ],
    ],
  },
  "2": { width: 9, strokes: [[arc(4.5, 4.2, 4.2, 4.2, 195, 400), [0.3, 14], [9, 14]]] },
  "3": { width: 9, strokes: [[arc(4.4, 3.4, 3.9, 3.4, 205, 450)], [arc(4.4, 10.4, 4.5, 3.6, 270, 515)]] },
  "4": {
    width: 10,
    strokes: [
      [
        [7, 14],
        [7, 0],
        [0, 10],
        [10, 10],
      ],
    ],
  },
  "5": { width: 9, strokes: [[[8.2, 0], [1.6, 0], [1, 6.6], arc(4.4, 9.4, 4.6, 4.6, 222, 505)]] },
  "6": { width: 9, strokes: [[arc(4.5, 9.5, 4.5, 4.5, 0, 360)], [arc(9, 9.5, 9, 9.5, 180, 255)]] },
  "7": {
    width: 9,
    strokes: [
      [
        [0, 0],
        [9, 0],
        [3.2, 14],
      ],
    ],
  },
  "8": { width: 9, strokes: [[arc(4.5, 3.4, 3.7, 3.4, 0, 360)], [arc(4.5, 10.4, 4.5, 3.6, 0, 360)]] },
  "9": { width: 9, strokes: [[arc(4.5, 4.5, 4.5, 4.5, 0, 360)], [arc(0, 4.5, 9, 9.5, 0, 75)]] },
  ".": { width: 0.6, strokes: [[[0.3, 13.7]]] },
  G: { width: 11, strokes: [[arc(5.8, 7, 5.6, 7, 318, 45), [11, 7.6], [6.6, 7.6]]] },
  B: {
    width: 9,
    strokes: [
      [[5, 6.7], [0, 6.7], [0, 0], [5, 0], arc(5, 3.35, 3.4, 3.35, 270, 450)],
      [[0, 6.7], [0, 14], [5, 14], arc(5, 10.35, 4, 3.65, 90, -90)],
    ],
  },
  M: {
    width: 12,
    strokes: [
      [
        [0, 14],
        [0, 0],
        [6, 9],
        [12, 0],
        [12, 14],
      ],
    ],
  },
  m: {
    width: 11,
    strokes: [
      [
        [0, 14],
        [0, 5],
      ],
      [arc(2.75, 8, 2.75, 3, 180, 360), [5.5, 14]],
      [arc(8.25, 8, 2.75, 3, 180, 360), [11, 14]],
    ],
  },
  i: {
    width: 0.6,
    strokes: [
      [
        [0.3, 5],
        [0.3, 14],
      ],
      [[0.3, 1]],
    ],
  },
  n: {
    width: 6.4,
    strokes: [
      [
        [0, 14],
        [0, 5],
      ],
      [arc(3.2, 8.2, 3.2, 3.2, 180, 360), [6.4, 14]],
    ],
  },
  " ": { width: 2, strokes: [] },
};

/** How wide a text of this height is. */
export function textWidth(text: string, height: number): number {
  const widths = [...text].map((character) => glyphOf(character).width + SPACING);
  return ((widths.reduce((sum, width) => sum + width, 0) - SPACING) * height) / HEIGHT;
}

/** Writes a text that stands on `y`; `x` is its left, middle or right. */
export function writeText(
  canvas: Canvas,
  text: string,
  at: Point & { height: number; align: "left" | "middle" | "right" },
  colour: Colour,
): void {
  const scale = at.height / HEIGHT;
  const shift = { left: 0, middle: 0.5, right: 1 }[at.align];
  let x = at.x - textWidth(text, at.height) * shift;
  for (const character of text) {
    const { width, strokes } = glyphOf(character);
    for (const stroke of strokes) {
      const points = stroke
        .flatMap(pointsOf)
        .map((point) => ({ x: x + point.x * scale, y: at.y - at.height + point.y * scale }));
      canvas.line(points, THICKNESS * scale, colour);
    }
    x += (width + SPACING) * scale;
  }
}

function glyphOf(character: string): Glyph {
  const glyph = glyphs[character];
  if (!glyph) throw new Error(`No such character in the font: ${character}`);
  return glyph;
}

const STEP_DEGREES = 12;

function pointsOf(part: Part): Point[] {
  if (!("arc" in part)) return [{ x: part[0], y: part[1] }];
  const [cx, cy, rx, ry, begin, end] = part.arc;
  const steps = Math.ceil(Math.abs(end - begin) / STEP_DEGREES);
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = ((begin + ((end - begin) * step) / steps) * Math.PI) / 180;
    return { x: cx + rx * Math.cos(angle), y: cy + ry * Math.sin(angle) };
  });
}
