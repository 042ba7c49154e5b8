// A process that claims a directory when told to: `claim`, `release` on its input, one word a line back.
import { createInterface } from "node:readline";
import { claimDataDir, type Ownership } from "../../src/db/data-dir.ts";

const directory = process.argv[2]!;
let ownership: Ownership | undefined;

console.log("ready");
for await (const word of createInterface({ input: process.stdin })) {
  if (word === "release") {
    await ownership?.release();
    ownership = undefined;
    console.log("released");
    continue;
  }
  const claimed = await claimDataDir(directory, "bot");
  if (claimed.ok) ownership = claimed.value;
  console.log(claimed.ok ? "owner" : claimed.error.type);
}
