import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findServer } from "../kit/database.ts";
import { embeddedPlace, type Place, serverPlace } from "./place.ts";
import { holds, toText } from "./report.ts";
import { runChaos } from "./run.ts";
import { sizes } from "./sizes.ts";

const USAGE = `npm run chaos -- [--database embedded|server|both] [--seed N] [--quick]
  Kills the bot, loses its webhooks and its connections, and counts what became of everybody's money.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      database: { type: "string", default: "both" },
      seed: { type: "string" },
      quick: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help || !["embedded", "server", "both"].includes(values.database)) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const seed = values.seed === undefined ? Math.floor(Math.random() * 1e6) : Number(values.seed);
  const server = values.database === "embedded" ? undefined : await findServer();
  if (values.database === "server" && !server)
    throw new Error("No PostgreSQL answers; see TEST_DATABASE_URL");
  if (values.database === "both" && !server) console.log("No PostgreSQL answers: PGlite only\n");

  const places = [
    ...(values.database === "server" ? [] : [embeddedPlace]),
    ...(server ? [() => serverPlace(server)] : []),
  ];
  const workDir = await mkdtemp(join(tmpdir(), "chaos-log-"));
  let good = true;
  for (const open of places) good = (await runIn(open, workDir)) && good;
  if (good) await rm(workDir, { recursive: true, force: true });
  process.exitCode = good ? 0 : 1;

  async function runIn(open: () => Promise<Place>, logDir: string): Promise<boolean> {
    const place = await open();
    try {
      const size = values.quick ? sizes.quick : sizes.full;
      const report = await runChaos(place, { seed, ...size }, logDir, (what) => {
        console.error(`${new Date().toISOString()} ${place.name}: ${what}`);
      });
      console.log(`${toText(report)}\n`);
      return holds(report);
    } finally {
      await place.remove();
    }
  }
}

main().catch((error: Error) => {
  console.error(error);
  process.exitCode = 1;
});
