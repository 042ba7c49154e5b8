import { randomBytes } from "node:crypto";

/**
 * Gives UUIDs (version 7) of that moment, each larger than the one before: neighbours in a file become
 * neighbours in an index.
 */
export function createRisingUuids(now: Date): () => string {
  let ms = now.getTime();
  let sequence = 0;
  return () => {
    const bytes = randomBytes(16);
    sequence = (sequence + 1) % 0x1000;
    if (sequence === 0) ms++;
    bytes.writeUIntBE(ms, 0, 6);
    bytes.writeUInt16BE(0x7000 | sequence, 6);
    bytes[8] = 0x80 | (bytes[8]! & 0x3f);
    return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };
}
