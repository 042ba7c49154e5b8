import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { findServer } from "../kit/database.ts";
import { bot } from "./bot.ts";
import { createChildren } from "./children.ts";
import { delivery } from "./delivery.ts";
import type { Part } from "./part.ts";
import { sweep } from "./sweep.ts";
import { talk } from "./talk.ts";

const parts: Part[] = [bot, sweep, delivery, talk];

const USAGE = `npm run bench -- [part …] [options]
${parts.map(({ name, about }) => `  ${name.padEnd(14)} ${about}`).join("\n")}
  --quick        about half a minute, rougher
  --json FILE    writes the figures there as well
  --only NAME    PGlite or PostgreSQL`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    only: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const unknown = positionals.find((name) => !parts.some((part) => part.name === name));
if (unknown !== undefined) console.error(`There is no part "${unknown}".`);
if (options.help || unknown !== undefined) {
  console.log(USAGE);
  process.exit(options.help ? 0 : 2);
}

const children = createChildren();
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

/** Measures what was asked for, or everything; what it makes is removed whatever happens. */
async function bench(): Promise<void> {
  const server = await findServer();
  const figures: Record<string, unknown> = {};
  for (const part of parts) {
    if (positionals.length > 0 && !positionals.includes(part.name)) continue;
    const measured = await part.run({
      quick: options.quick,
      server,
      wanted: (place) => !options.only || options.only.toLowerCase() === place.toLowerCase(),
      children,
    });
    console.log(`\n${measured.text}`);
    figures[part.name] = measured.figures;
  }
  if (!server) {
    console.log("\nPostgreSQL was skipped: no server answers. TEST_DATABASE_URL says where one is.");
  }
  if (options.json) writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`);
}

bench().then(
  () => process.exit(0),
  async (error: Error) => {
    console.error(error);
    await children.stopAll();
    process.exit(1);
  },
);
