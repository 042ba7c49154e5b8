import { startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { openEmbedded } from "../../src/db/embedded.ts";
import { openServer } from "../../src/db/server.ts";
import { installedLocales } from "../../src/i18n/locales.ts";
import { systemClock } from "../../src/ports/clock.ts";
import { createTestLog } from "../kit/log.ts";
import { listenToStatements } from "../kit/statements.ts";
import { secrets } from "./place.ts";

/** The real app on a connection that is listened to; tells the statements since it was asked last. */
const config = { ...readConfig(process.env, installedLocales()), botToken: secrets.botToken };
const connection = config.databaseUrl
  ? openServer(config.databaseUrl, () => {})
  : await openEmbedded(`${config.dataDir}/database`);
const statements = listenToStatements({ connection });
const app = await startApp({ config, clock: systemClock, log: createTestLog(), connection });

process.on("message", () => process.send!(statements.splice(0)));
process.once("SIGTERM", () => void app.stop().then(() => process.exit(0)));
