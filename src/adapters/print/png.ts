import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const GREYSCALE = 0;

/** A PNG in black and white, a bit for each pixel (W3C PNG, third edition); `isDark` answers for each. */
export function blackAndWhitePng(size: number, isDark: (x: number, y: number) => boolean): Uint8Array {
  const bytesPerRow = Math.ceil(size / 8);
  // Each row begins with its filter: none.
  const rows = Buffer.alloc(size * (1 + bytesPerRow));
  for (let y = 0; y < size; y++) {
    const row = y * (1 + bytesPerRow) + 1;
    for (let x = 0; x < size; x++) if (!isDark(x, y)) rows[row + (x >> 3)]! |= 0x80 >> (x & 7);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([1, GREYSCALE, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
