/** Red, green, blue, 0 to 255. */
export type Colour = readonly [number, number, number];

export interface Point {
  x: number;
  y: number;
}

/** Coordinates and lengths are in points from the top left corner; each is several pixels. Edges are smooth. */
export interface Canvas {
  width: number;
  height: number;
  /** Three bytes a pixel, row by row. */
  pixels: Uint8Array;
  /** A rectangle whose upper corners may be round. */
  rectangle(
    box: { left: number; top: number; right: number; bottom: number },
    colour: Colour,
    look?: { opacity?: number; radius?: number },
  ): void;
  /** A line through the points with round ends and joins; with one point, a dot. */
  line(points: readonly Point[], thickness: number, colour: Colour): void;
  /** Everything between a line and a level below it. */
  area(points: readonly Point[], bottom: number, colour: Colour, opacity: number): void;
}

export function createCanvas(
  size: { width: number; height: number; scale: number },
  background: Colour,
): Canvas {
  const { scale } = size;
  const width = size.width * scale;
  const height = size.height * scale;
  const pixels = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * 3; at += 3) pixels.set(background, at);
  for (let y = 1; y < height; y++) pixels.copyWithin(y * width * 3, 0, width * 3);
  /** How much of each pixel a line covers: its parts overlap, and are to be seen as one. */
  const covered = new Float32Array(width * height);

  return { width, height, pixels, rectangle, line, area };

  function rectangle(
    box: { left: number; top: number; right: number; bottom: number },
    colour: Colour,
    { opacity = 1, radius = 0 }: { opacity?: number; radius?: number } = {},
  ): void {
    const [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom].map(
      (edge) => edge * scale,
    ) as [number, number, number, number];
    const round = Math.min(radius * scale, (right - left) / 2, bottom - top);
    for (let y = from(top); y < to(bottom, height); y++) {
      const inY = overlap(y, top, bottom);
      for (let x = from(left); x < to(right, width); x++) {
        let share = inY * overlap(x, left, right);
        const dx = Math.max(left + round - (x + 0.5), x + 0.5 - (right - round), 0);
        const dy = Math.max(top + round - (y + 0.5), 0);
        if (dx > 0 && dy > 0) share *= clamp(round + 0.5 - Math.hypot(dx, dy));
        blend(x, y, colour, share * opacity);
      }
    }
  }

  function line(points: readonly Point[], thickness: number, colour: Colour): void {
    const scaled = points.map(({ x, y }) => ({ x: x * scale, y: y * scale }));
    const radius = (thickness * scale) / 2;
    for (let index = 0; index < Math.max(1, scaled.length - 1); index++) {
      cover(scaled[index]!, scaled[index + 1] ?? scaled[index]!, radius);
    }
    const box = around(scaled, radius + 1);
    for (let y = from(box.top); y < to(box.bottom, height); y++) {
      for (let x = from(box.left); x < to(box.right, width); x++) {
        const at = y * width + x;
        if (covered[at] === 0) continue;
        blend(x, y, colour, covered[at]!);
        covered[at] = 0;
      }
    }
  }

  /** One straight part: every pixel by its distance to it. */
  function cover(a: Point, b: Point, radius: number): void {
    const box = around([a, b], radius + 1);
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length = dx * dx + dy * dy;
    for (let y = from(box.top); y < to(box.bottom, height); y++) {
      for (let x = from(box.left); x < to(box.right, width); x++) {
        const [px, py] = [x + 0.5 - a.x, y + 0.5 - a.y];
        const along = length === 0 ? 0 : clamp((px * dx + py * dy) / length);
        const distance = Math.hypot(px - along * dx, py - along * dy);
        const at = y * width + x;
        covered[at] = Math.max(covered[at]!, clamp(radius + 0.5 - distance));
      }
    }
  }

  function area(points: readonly Point[], bottom: number, colour: Colour, opacity: number): void {
    for (const [index, a] of points.slice(0, -1).entries()) {
      const b = points[index + 1]!;
      for (let x = from(a.x * scale); x < to(b.x * scale, width); x++) {
        const inX = overlap(x, a.x * scale, b.x * scale);
        const along = clamp((x + 0.5 - a.x * scale) / ((b.x - a.x) * scale));
        const top = (a.y + (b.y - a.y) * along) * scale;
        for (let y = from(top); y < to(bottom * scale, height); y++) {
          blend(x, y, colour, inX * overlap(y, top, bottom * scale) * opacity);
        }
      }
    }
  }

  function blend(x: number, y: number, colour: Colour, share: number): void {
    const at = (y * width + x) * 3;
    for (let part = 0; part < 3; part++) {
      pixels[at + part] = Math.round(pixels[at + part]! + (colour[part]! - pixels[at + part]!) * share);
    }
  }
}

const from = (edge: number): number => Math.max(0, Math.floor(edge));
const to = (edge: number, most: number): number => Math.min(most, Math.ceil(edge));
const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** How much of the pixel that begins at `at` lies between two edges. */
const overlap = (at: number, low: number, high: number): number =>
  Math.max(0, Math.min(at + 1, high) - Math.max(at, low));

const around = (points: readonly Point[], margin: number) => {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x - margin);
    top = Math.min(top, y - margin);
    right = Math.max(right, x + margin);
    bottom = Math.max(bottom, y + margin);
  }
  return { left, top, right, bottom };
};
